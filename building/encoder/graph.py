"""Writes the encoder as an ONNX graph whose matrix products are whole numbers.

Every word's state is scaled by itself to whole numbers from 1 to 255 around 128, and every column
of a matrix to whole numbers from -63 to 63. Sums of such products are exact on any processor (in 16
bits too, which older ones add up in), and no text changes the numbers of another.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from building.encoder.source import Source, dequantised, split_blocks

INPUT, OUTPUT = "pieces", "states"
"""Numbers of pieces, shape `(n,)`, and the state of each, shape `(n, width)`."""

_LARGEST = 63
_CONTRIBUTED = "com.microsoft"


def encoder_graph(source: Source, kept: NDArray[np.int64]) -> ModelProto:
    """Return the graph for a part of the vocabulary.

    Args:
        source: the encoder.
        kept: the pieces that stay, in their new order, shape `(n_kept,)`.
    """
    graph = _Graph()
    states = _embedded(graph, source, kept)
    for layer in range(source.layers):
        states = _layer(graph, source, states, f"l{layer}")
    graph.node("Identity", [states], OUTPUT)
    return graph.model(source.width)


class _Graph:
    """Collects nodes and constants; a node and what it gives have one name."""

    def __init__(self) -> None:
        self._nodes: list[NodeProto] = []
        self._constants: dict[str, TensorProto] = {}

    def constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants.setdefault(name, numpy_helper.from_array(value, name))
        return name

    def node(
        self, kind: str, inputs: Sequence[str], name: str, domain: str = "", **how: Any
    ) -> str:
        self._nodes.append(helper.make_node(kind, inputs, [name], name, domain=domain, **how))
        return name

    def model(self, width: int) -> ModelProto:
        given = helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["n"])
        found = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, ["n", width])
        constants = list(self._constants.values())
        graph = helper.make_graph(self._nodes, "encoder", [given], [found], constants)
        versions = [helper.make_opsetid("", 20), helper.make_opsetid(_CONTRIBUTED, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)


def _embedded(graph: _Graph, source: Source, kept: NDArray[np.int64]) -> str:
    """The sum of each piece's vector and its place's, normalised."""
    codes, scales = split_blocks(source.tensors["emb.word"], source.width)
    codes, scales = codes[kept], scales[kept]
    packed = graph.constant("emb.word", codes[:, 0::2] | codes[:, 1::2] << 4)
    narrow = graph.constant("emb.word.scales.16", scales)
    wide = graph.node("Cast", [narrow], "emb.word.scales", to=TensorProto.FLOAT)
    word = graph.node(
        "GatherBlockQuantized", [packed, INPUT, wide], "word", _CONTRIBUTED,
        bits=4, block_size=32, gather_axis=0, quantize_axis=1,
    )  # fmt: skip
    places = source.floats("emb.pos").reshape(-1, source.width)
    kind = source.floats("emb.type").reshape(-1, source.width)[0]
    table = graph.constant("emb.pos", (places + kind).astype(np.float16))
    first = graph.constant("first", np.array([0], np.int64))
    length = graph.node("Shape", [INPUT], "length")
    part = graph.node("Slice", [table, first, length, first], "places.16")
    place = graph.node("Cast", [part], "places", to=TensorProto.FLOAT)
    return _normalised(graph, source, graph.node("Add", [word, place], "embedded"), "emb.ln")


def _layer(graph: _Graph, source: Source, states: str, layer: str) -> str:
    """One layer of BERT (Devlin et al. 2019)."""
    attended = _attention(graph, source, states, layer)
    out = _product(graph, source, attended, [f"{layer}.ao"], source.width)
    added = graph.node("Add", [states, out], f"{layer}.attended")
    states = _normalised(graph, source, added, f"{layer}.aln")
    inner = _product(graph, source, states, [f"{layer}.fi"], source.width)
    bent = graph.node("Gelu", [inner], f"{layer}.gelu")
    outer = _product(graph, source, bent, [f"{layer}.fo"], 4 * source.width)
    added = graph.node("Add", [states, outer], f"{layer}.fed")
    return _normalised(graph, source, added, f"{layer}.oln")


def _attention(graph: _Graph, source: Source, states: str, layer: str) -> str:
    size = source.width // source.heads
    names = [f"{layer}.{one}" for one in "qkv"]
    all_three = _product(graph, source, states, names, source.width)
    shape = graph.constant("by_head", np.array([0, 3, source.heads, size], np.int64))
    apart = graph.node("Reshape", [all_three, shape], f"{layer}.by_head")
    query, key, value = (
        graph.node(
            "Transpose",
            [_taken(graph, apart, number, f"{layer}.{one}.by_place")],
            f"{layer}.{one}.by_head",
            perm=[1, 2, 0] if one == "k" else [1, 0, 2],
        )
        for number, one in enumerate("qkv")
    )
    likeness = graph.node("MatMul", [query, key], f"{layer}.likeness")
    root = graph.constant("root", np.array(size**-0.5, np.float32))
    scaled = graph.node("Mul", [likeness, root], f"{layer}.scaled")
    shares = graph.node("Softmax", [scaled], f"{layer}.shares", axis=-1)
    mixed = graph.node("MatMul", [shares, value], f"{layer}.mixed")
    by_place = graph.node("Transpose", [mixed], f"{layer}.mixed.by_place", perm=[1, 0, 2])
    flat = graph.constant("flat", np.array([0, source.width], np.int64))
    return graph.node("Reshape", [by_place, flat], f"{layer}.attention")


def _taken(graph: _Graph, states: str, number: int, name: str) -> str:
    which = graph.constant(f"number.{number}", np.array(number, np.int64))
    return graph.node("Gather", [states, which], name, axis=1)


def _normalised(graph: _Graph, source: Source, states: str, name: str) -> str:
    parts = [
        graph.constant(f"{name}.{part}", source.floats(f"{name}.{part}")) for part in ("w", "b")
    ]
    return graph.node(
        "LayerNormalization", [states, *parts], f"{name}.out", axis=-1, epsilon=source.epsilon
    )


def _product(graph: _Graph, source: Source, states: str, names: Sequence[str], columns: int) -> str:
    """States times matrices that stand side by side, and their biases added."""
    weights = np.concatenate(
        [dequantised(source.tensors[f"{name}.w"], columns) for name in names]
    ).T
    biases = np.concatenate([source.floats(f"{name}.b") for name in names])
    scale = np.abs(weights).max(axis=0) / _LARGEST
    name = names[0]
    whole: dict[str, NDArray[Any]] = {
        "w": np.round(weights / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "b": biases,
    }
    given = {part: graph.constant(f"{name}.{part}", value) for part, value in whole.items()}
    return _whole_product(graph, states, given, name)


def _whole_product(graph: _Graph, states: str, given: Mapping[str, str], name: str) -> str:
    last = graph.constant("last", np.array([-1], np.int64))
    share = graph.constant("share", np.array(1 / 127, np.float32))
    middle = graph.constant("middle", np.array(128, np.float32))
    zero = graph.constant("zero", np.array(128, np.uint8))
    sizes = graph.node("Abs", [states], f"{name}.sizes")
    largest = graph.node("ReduceMax", [sizes, last], f"{name}.largest", keepdims=1)
    unit = graph.node("Mul", [largest, share], f"{name}.unit")
    divided = graph.node("Div", [states, unit], f"{name}.divided")
    rounded = graph.node("Round", [divided], f"{name}.rounded")
    raised = graph.node("Add", [rounded, middle], f"{name}.raised")
    whole = graph.node("Cast", [raised], f"{name}.whole", to=TensorProto.UINT8)
    summed = graph.node("MatMulInteger", [whole, given["w"], zero], f"{name}.summed")
    wide = graph.node("Cast", [summed], f"{name}.wide", to=TensorProto.FLOAT)
    by_column = graph.node("Mul", [wide, given["scale"]], f"{name}.by_column")
    by_row = graph.node("Mul", [by_column, unit], f"{name}.by_row")
    return graph.node("Add", [by_row, given["b"]], f"{name}.product")
