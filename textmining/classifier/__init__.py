"""Features, training, calibration, decision, scores, saving and loading."""

from textmining.classifier.answers import Analysed, Answers, Predictions, TrainingAnswers
from textmining.classifier.model import Model
from textmining.classifier.scores import Scores, ThemeScores, score
from textmining.classifier.storage import load_model, save_model
from textmining.classifier.training import description_texts, train

__all__ = [
    "Analysed",
    "Answers",
    "Model",
    "Predictions",
    "Scores",
    "ThemeScores",
    "TrainingAnswers",
    "description_texts",
    "load_model",
    "save_model",
    "score",
    "train",
]
