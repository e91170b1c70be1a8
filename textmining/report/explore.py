"""The numbers that the page lets readers choose from: those of the table, as it writes them."""

import json
from math import ceil, isnan
from typing import Any

from textmining.report.material import Material
from textmining.report.plain_text import plain
from textmining.report.table import Cell, Place
from textmining.report.voice import Voice
from textmining.report.wording import cell_text
from textmining.texts import SUPPRESSED


def explorable(material: Material, voice: Voice) -> str:
    """Return questions, waves, groups and their numbers as JSON that can stand in a page."""
    counts, said, texts = material.counts, material.publication, voice.texts
    questions = [(name, _question(name, material, voice)) for name in material.questions]
    groups = [("", "", texts("explore.all"))]
    for column in counts.by:
        for value in counts.groups(column):
            name = f"{said.column(column)}: {said.value(column, value)}"
            groups.append((column, value, name))
    places: dict[str, Any] = {}
    ends = [0.1]
    for question, _ in questions:
        for wave in counts.waves:
            for k, (column, value, _) in enumerate(groups):
                cells = counts.cells(Place(wave, question, column, value))
                if cells:
                    places[f"{question}|{wave}|{k}"] = _place(cells, material, voice)
                    ends += [c.share_high if c.is_known else c.share for c in cells]
    top = ceil(10 * max(end for end in ends if not isnan(end)) - 1e-9) / 10
    found = {
        "questions": questions,
        "waves": [(wave, wave) for wave in counts.waves],
        "groups": [(str(k), name) for k, (*_, name) in enumerate(groups)],
        "places": places,
        "top": min(1.0, top),
        "nothing": texts("explore.nothing"),
    }
    # Nothing in it may end the element that it stands in.
    text = json.dumps(plain(found), ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("&", "\\u0026")


def _question(name: str, material: Material, voice: Voice) -> str:
    return voice.texts("heading.all_questions") if name == "*" else material.question(name)


def _place(cells: tuple[Cell, ...], material: Material, voice: Voice) -> dict[str, Any]:
    base = next((cell.answers for cell in cells if cell.answers >= 0), None)
    number = SUPPRESSED if base is None else voice.noun.counted(base, voice.texts)
    ordered = sorted(cells, key=lambda cell: (_is_apart(cell, material), _falling(cell)))
    return {
        "base": voice.texts("figure.base", base=number),
        "rows": [
            [
                cell.label,
                cell_text(cell, voice.texts),
                *(_known(value) for value in (cell.share, cell.share_low, cell.share_high)),
                int(_is_apart(cell, material)),
            ]
            for cell in ordered
        ],
    }


def _is_apart(cell: Cell, material: Material) -> bool:
    return cell.is_net or material.residual(cell.theme) is not None


def _falling(cell: Cell) -> float:
    return 1.0 if isnan(cell.share) else -cell.share


def _known(value: float) -> float | None:
    return None if isnan(value) else round(value, 4)
