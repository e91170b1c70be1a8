"""The Norwegian spaCy pipeline: cleaning, lemmas, personal data."""
