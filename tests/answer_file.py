"""A small answer file, as the tests of reading write it."""

from pathlib import Path

from textmining.codebook import Codebook, Theme

PRIVATE = "Hemmelig svar om NAV"
BOOK = Codebook("b", "1", (Theme("nav", "NAV", number=1), Theme("bolig", "Bolig", number=2)))
LONG = "respondent;wave;question;text;themes;role\n1;2021;q;Mer NAV;nav;leder\n2;2021;q;;;leder\n"


def text_file(folder: Path, content: str, name: str = "a.csv", encoding: str = "utf-8") -> Path:
    (folder / name).write_text(content, encoding=encoding, newline="")
    return folder / name
