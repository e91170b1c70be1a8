"""How the sentence encoder that ships is made; run by `make encoder` only."""
