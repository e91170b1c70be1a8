"""The catalogue of what analysts read."""
