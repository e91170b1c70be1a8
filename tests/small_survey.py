"""A small made-up survey folder with a wave that persons have coded, written in no time."""

from pathlib import Path

__all__ = ["small_survey"]

_SETTINGS = """name = "Liten undersøkelse"
language = "nb"
publisher = ""

[columns]
respondent = "id"
themes = "themes"
text = "svar"

[background]
rolle = "rolle"
"""
_BOOK = "code;label;version\nnav;Samarbeid med NAV;1\nbolig;Boliger;1\nannet;Annet;1\n"
_TEXTS = (
    ("nav", "Vi ønsker tettere samarbeid med NAV"),
    ("bolig", "Det er for få boliger i kommunen"),
    ("annet", "Mer tid til oss som jobber med dette"),
    ("nav;bolig", "NAV må svare raskere, og boligene er for dyre"),
)


def small_survey(
    folder: Path, waves: tuple[str, ...] = ("2020",), answers: int = 40, *, coded: bool = True
) -> Path:
    """Write the survey's folder; in the newest wave nobody has coded anything if not `coded`."""
    (folder / "codebook").mkdir(parents=True)
    (folder / "textmining.toml").write_text(_SETTINGS, encoding="utf-8")
    (folder / "codebook" / "v1.csv").write_text(_BOOK, encoding="utf-8")
    for wave in waves:
        lines = ["id;rolle;svar;themes"]
        for i in range(answers):
            themes, text = _TEXTS[i % len(_TEXTS)]
            role = "leder" if i % 3 else "rådgiver"
            known = themes if coded or wave != waves[-1] else ""
            lines.append(f'r{i};{role};"{text}, sak {i}";"{known}"')
        place = folder / "waves" / wave
        place.mkdir(parents=True)
        (place / "answers.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder
