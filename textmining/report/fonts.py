"""The letters of charts, those that travel with matplotlib: alike on every machine, and wide."""

import re
from functools import cache
from pathlib import Path

import matplotlib as mpl
from PIL import ImageFont


@cache
def font(pixels: int, *, is_bold: bool) -> ImageFont.FreeTypeFont:
    """Return the font of a size."""
    name = "DejaVuSans-Bold.ttf" if is_bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(mpl.get_data_path()) / "fonts" / "ttf" / name), pixels)


def wrapped(
    text: str, width: float, size: int, *, is_bold: bool = False, most: int = 2
) -> list[str]:
    """Return a text as lines no wider than `width` pixels; what has no room becomes an ellipsis.

    Words are broken after hyphens and slashes only, and one that is too wide stays as it is; line
    ends and tabs within the text are spaces.

    Width and size are in pixels; there are at most `most` lines.
    """
    letters = font(size, is_bold=is_bold)
    lines = [""]
    for piece in re.findall(r"\s*(?:[^\s/-]*[/-]+|[^\s/-]+)", " ".join(text.split())):
        longer = (lines[-1] + piece).lstrip()
        if not lines[-1] or letters.getlength(longer) <= width:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(piece.lstrip())
        else:
            lines[-1] = _shortened(lines[-1], width, letters)
            break
    return lines


def _shortened(line: str, width: float, letters: ImageFont.FreeTypeFont) -> str:
    """A line without the words at its end that leave no room for an ellipsis."""
    while " " in line and letters.getlength(f"{line} …") > width:
        line = line.rpartition(" ")[0]
    return f"{line} …"
