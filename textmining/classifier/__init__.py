"""Features, training, calibration, decision, scores, saving and loading."""

from textmining.classifier.answers import AnalysedAnswers, Predictions, TrainingAnswers
from textmining.classifier.card import ModelCard
from textmining.classifier.curve import LearningCurve, learning_curve
from textmining.classifier.decision import Aim
from textmining.classifier.few import FEW
from textmining.classifier.model import Model
from textmining.classifier.novelty import NovelAnswers, Novelty, NoveltyCounts
from textmining.classifier.scores import FEWEST_TO_TELL, Scores, score
from textmining.classifier.selective import SelectiveCoding, Unread
from textmining.classifier.similar import similar_texts
from textmining.classifier.storage import (
    MODEL_FORMAT,
    check_model_folder,
    load_model,
    save_model,
    sealed,
    write_model_to,
)
from textmining.classifier.training import description_texts, train
from textmining.classifier.uncoded import LEAST_UNCODED, MOST_UNCODED, UNCODED_UP_TO

__all__ = [
    "FEW",
    "FEWEST_TO_TELL",
    "LEAST_UNCODED",
    "MODEL_FORMAT",
    "MOST_UNCODED",
    "UNCODED_UP_TO",
    "Aim",
    "AnalysedAnswers",
    "LearningCurve",
    "Model",
    "ModelCard",
    "NovelAnswers",
    "Novelty",
    "NoveltyCounts",
    "Predictions",
    "Scores",
    "SelectiveCoding",
    "TrainingAnswers",
    "Unread",
    "check_model_folder",
    "description_texts",
    "learning_curve",
    "load_model",
    "save_model",
    "score",
    "sealed",
    "similar_texts",
    "train",
    "write_model_to",
]
