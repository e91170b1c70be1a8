"""Other ways to code answers, each as a user of that library would write it.

Every peer learns from texts and themes and proposes themes for other texts. The ones whose library
is not installed are left out; `pip install --group benchmarks` brings them.
"""

import random
import tempfile
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.svm import LinearSVC

from textmining.language.encoder import SHIPPED_ENCODER, Encoder, load_encoder

__all__ = ["Learn", "Peer", "Scorer", "learners", "peers"]

Flags = NDArray[np.bool_]
Peer = Callable[[Sequence[str], Flags, Sequence[str]], Flags]
"""(texts to learn from, their themes, texts to code) to themes, `(n_answers, n_themes)`."""
Scorer = Callable[[Sequence[str]], NDArray[np.float64]]
"""Texts to scores, `(n_answers, n_themes)`."""
Learn = Callable[[Sequence[str], Flags], Scorer]
"""(texts to learn from, their themes) to what scores other texts."""


def peers() -> dict[str, Peer]:
    """Return the peers whose libraries are installed, by name."""
    found: dict[str, Peer] = {
        "TF-IDF + logistic regression at 0.5": tutorial,
        "words 1-2, LinearSVC": words,
        "words 1-2 + characters 2-6, LinearSVC": words_and_characters,
        "the same, C and one threshold tuned": tuned,
    }
    found["the encoder that ships + logistic regression, threshold tuned"] = encoded
    if find_spec("floret"):
        found["fastText supervised (floret), epochs and threshold tuned"] = fasttext
    if find_spec("spacy"):
        found["spaCy textcat_multilabel, bow, 20 epochs, threshold tuned"] = spacy_bow
        found["spaCy textcat_multilabel, ensemble, 20 epochs, threshold tuned"] = spacy_ensemble
    return found


def learners() -> dict[str, Learn]:
    """Return what learns and then scores, of the installed libraries, by name."""
    found: dict[str, Learn] = {"scikit-learn, words and characters, LinearSVC": _machines}
    if find_spec("floret"):
        found["fastText (floret)"] = partial(_of_subwords, 100)
    if find_spec("spacy"):
        found["spaCy textcat_multilabel, ensemble"] = partial(_of_spacy, {})
    return found


def tutorial(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """What the first page of a search shows."""
    model = make_pipeline(TfidfVectorizer(), OneVsRestClassifier(LogisticRegression()))
    return np.asarray(model.fit(texts, themes).predict(fresh), dtype=np.bool_)


def words(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """A linear support vector machine per theme, on words and pairs of words."""
    features = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = make_pipeline(features, OneVsRestClassifier(LinearSVC()))
    return np.asarray(model.fit(texts, themes).predict(fresh), dtype=np.bool_)


def words_and_characters(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """The same with character n-grams, and the best theme where none is reached."""
    return _reached_or_top(_machines(texts, themes)(fresh), 0.0)


def tuned(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """The same with C and one threshold for all themes chosen by micro-F1 in cross-validation."""
    fold = np.random.default_rng(7).permutation(len(texts)) % 5
    held = {cost: np.zeros(themes.shape) for cost in (0.03, 0.1, 0.3, 1.0)}
    given = np.array(texts, dtype=object)
    for left_out in range(5):
        inside, outside = given[fold != left_out], given[fold == left_out]
        for cost, scores in held.items():
            machine = _machine(cost).fit(inside, themes[fold != left_out])
            scores[fold == left_out] = machine.decision_function(outside)
    reached = {
        (cost, threshold): _micro_f1(_reached_or_top(scores, threshold), themes)
        for cost, scores in held.items()
        for threshold in np.linspace(-1, 0.2, 61)
    }
    cost, threshold = max(reached, key=lambda pair: reached[pair])
    machine = _machine(cost).fit(texts, themes)
    return _reached_or_top(machine.decision_function(fresh), threshold)


def _machines(texts: Sequence[str], themes: Flags) -> Scorer:
    scorer: Scorer = _machine(1.0).fit(texts, themes).decision_function
    return scorer


def _machine(cost: float) -> Pipeline:
    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 6), sublinear_tf=True),
    )
    return make_pipeline(features, OneVsRestClassifier(LinearSVC(C=cost)))


def _micro_f1(proposed: Flags, themes: Flags) -> float:
    return float(2 * (proposed & themes).sum() / (proposed.sum() + themes.sum()))


@cache
def _encoder() -> Encoder:
    return load_encoder(SHIPPED_ENCODER)


_KNOWN: dict[str, NDArray[np.float32]] = {}
"""Vectors of the texts that a fold before has asked for."""


def _vectors(texts: Sequence[str]) -> NDArray[np.float32]:
    missing = [[text] for text in dict.fromkeys(texts) if text not in _KNOWN]
    for (text,), rows in zip(missing, _encoder().encode(missing), strict=True):
        _KNOWN[text] = rows[0]
    return np.array([_KNOWN[text] for text in texts])


def encoded(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """What is done with sentence vectors most often: a logistic regression per theme."""
    return _at_tuned_threshold([_of_vectors], texts, themes, fresh)


def _of_vectors(texts: Sequence[str], themes: Flags) -> Scorer:
    learnt = _vectors(texts)
    centre = learnt.mean(axis=0)
    model = OneVsRestClassifier(LogisticRegression(C=100, max_iter=1000))
    model.fit(learnt - centre, themes)
    return lambda fresh: np.asarray(model.predict_proba(_vectors(fresh) - centre))


def fasttext(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """Averaged subword vectors with one-versus-all loss; some surveys want more epochs."""
    tried = [partial(_of_subwords, epochs) for epochs in (100, 300)]
    return _at_tuned_threshold(tried, texts, themes, fresh)


def _of_subwords(epochs: int, texts: Sequence[str], themes: Flags) -> Scorer:
    import floret

    lines = [
        " ".join([*(f"__label__{k}" for k in np.flatnonzero(row)), " ".join(text.lower().split())])
        for text, row in zip(texts, themes, strict=True)
    ]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.txt"
        file.write_text("\n".join(lines), "utf-8")
        model = floret.train_supervised(
            str(file), epoch=epochs, lr=0.2, wordNgrams=2, minn=3, maxn=6, dim=50, loss="ova",
            thread=1, verbose=0,
        )  # fmt: skip

    def scores(fresh: Sequence[str]) -> NDArray[np.float64]:
        chances = np.zeros((len(fresh), themes.shape[1]))
        for i, text in enumerate(fresh):
            # Not `model.predict`: it makes an array in a way that NumPy 2 refuses.
            for value, label in model.f.predict(" ".join(text.lower().split()), -1, 0.0, "strict"):
                chances[i, int(label.removeprefix("__label__"))] = value
        return chances

    return scores


def spacy_bow(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """Bag of words of spaCy."""
    bow = {
        "@architectures": "spacy.TextCatBOW.v3",
        "exclusive_classes": False,
        "ngram_size": 2,
        "no_output_layer": False,
    }
    return _at_tuned_threshold([partial(_of_spacy, {"model": bow})], texts, themes, fresh)


def spacy_ensemble(texts: Sequence[str], themes: Flags, fresh: Sequence[str]) -> Flags:
    """The default of spaCy: the bag of words and a convolutional network."""
    return _at_tuned_threshold([partial(_of_spacy, {})], texts, themes, fresh)


def _of_spacy(config: dict[str, object], texts: Sequence[str], themes: Flags) -> Scorer:
    import spacy
    from spacy.training import Example
    from thinc.util import fix_random_seed

    fix_random_seed(0)
    nlp = spacy.blank("nb")
    nlp.add_pipe("textcat_multilabel", config=config)
    examples = [
        Example.from_dict(
            nlp.make_doc(text), {"cats": {str(k): float(v) for k, v in enumerate(row)}}
        )
        for text, row in zip(texts, themes, strict=True)
    ]
    optimizer = nlp.initialize(lambda: examples)
    order = random.Random(0)  # noqa: S311  (the order of training examples is no secret)
    for _ in range(20):
        order.shuffle(examples)
        for start in range(0, len(examples), 32):
            nlp.update(examples[start : start + 32], sgd=optimizer, drop=0.2)

    def scores(fresh: Sequence[str]) -> NDArray[np.float64]:
        cats = [doc.cats for doc in nlp.pipe(fresh)]
        return np.array([[one[str(k)] for k in range(themes.shape[1])] for one in cats])

    return scores


def _at_tuned_threshold(
    learners: Sequence[Learn], texts: Sequence[str], themes: Flags, fresh: Sequence[str]
) -> Flags:
    """One learner and threshold by micro-F1 on a fifth held out; then all are learnt from."""
    held = np.random.default_rng(7).permutation(len(texts)) % 5 == 0
    given = np.array(texts, dtype=object)
    tried = []
    for learn in learners:
        scores = learn(given[~held].tolist(), themes[~held])(given[held].tolist())
        for threshold in np.linspace(0.05, 0.95, 91):
            reached = _micro_f1(_reached_or_top(scores, threshold), themes[held])
            tried.append((reached, learn, threshold))
    _, learn, threshold = max(tried, key=lambda one: one[0])
    return _reached_or_top(learn(texts, themes)(fresh), threshold)


def _reached_or_top(scores: NDArray[np.float64], threshold: float) -> Flags:
    chosen = scores >= threshold
    chosen[np.arange(len(scores)), scores.argmax(axis=1)] = True
    return chosen
