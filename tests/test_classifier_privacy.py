"""A model tells nothing about a person: analysts mail models."""

import io
import re
import zipfile
from pathlib import Path

from tests.classifier_survey import CODEBOOK, analyse, survey
from textmining.classifier import AnalysedAnswers, TrainingAnswers, save_model, train

_PERSONAL = ["Anne-Lise Brekkhus", "91800457", "kari@example.no", "Fjellveien 12"]


def _content(folder: Path) -> bytes:
    """Everything in a model folder, archives unpacked and arrays as text too."""
    parts = []
    for path in folder.iterdir():
        content = path.read_bytes()
        parts.append(content)
        if path.suffix == ".npz":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts).lower()


def test_no_personal_data_stand_in_a_saved_model(tmp_path: Path) -> None:
    training = survey()
    texts = list(training.answers.texts)
    for i in range(0, len(texts), 5):
        texts[i] += f", call {_PERSONAL[i // 5 % len(_PERSONAL)]}"
    unmasked = AnalysedAnswers(texts, analyse(texts), training.answers.questions)
    model = train(TrainingAnswers(unmasked, training.respondents, training.themes), CODEBOOK)
    save_model(model, tmp_path / "model")
    content = _content(tmp_path / "model")
    for word in {w for person in _PERSONAL for w in re.findall(r"\w{4,}", person.lower())}:
        for encoding in ("utf-8", "utf-16-le", "utf-32-le"):
            assert word.encode(encoding) not in content
