"""How what lies in `models/` is made; what the recipes name is registered with spaCy here."""

from building import corpus, tokenization

__all__ = ["corpus", "tokenization"]
