"""How the morphologizer chooses among the readings of a word."""

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from textmining.language.morphologizer import NorwegianMorphologizer

MODEL = {
    "@architectures": "spacy.Tagger.v2",
    "tok2vec": {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "width": 8,
        "depth": 1,
        "embed_size": 10,
        "window_size": 1,
        "maxout_pieces": 2,
        "subword_features": False,
        "pretrained_vectors": None,
    },
}
READINGS = ["Number=Plur|POS=NOUN", "Number=Sing|POS=NOUN", "POS=VERB"]


def pipeline(scores: dict[str, float]) -> tuple[Language, NorwegianMorphologizer]:
    """A pipeline that gives every word the same scores."""
    nlp = spacy.blank("nb")
    component = nlp.add_pipe(
        "norwegian_morphologizer", config={"model": MODEL, "label_smoothing": 0.0}
    )
    assert isinstance(component, NorwegianMorphologizer)
    doc = Doc(
        nlp.vocab,
        ["a", "b", "c"],
        pos=["NOUN", "NOUN", "VERB"],
        morphs=["Number=Sing", "Number=Plur", ""],
    )
    nlp.initialize(lambda: [Example(nlp.make_doc("a b c"), doc)])
    output = component.model.get_ref("output_layer")
    output.set_param("W", np.zeros_like(output.get_param("W")))
    output.set_param("b", np.array([scores[label] for label in component.labels], dtype="f"))
    return nlp, component


def test_readings_of_a_part_of_speech_count_together() -> None:
    nlp, _ = pipeline(dict(zip(READINGS, [1.0, 1.1, 1.3], strict=True)))
    (token,) = nlp("hus")
    assert (token.pos_, str(token.morph)) == ("NOUN", "Number=Sing")


def test_documents_without_words_go_through() -> None:
    nlp, _ = pipeline(dict.fromkeys(READINGS, 1.0))
    assert [len(doc) for doc in nlp.pipe(["", "hus", ""])] == [0, 1, 0]
    assert [len(doc) for doc in nlp.pipe(["", ""])] == [0, 0]
