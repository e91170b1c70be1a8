"""The review page; knows no classifier and no spaCy."""
