"""Themes and their one order: the codebook."""

from textmining.codebook.themes import Codebook, Residual, Theme

__all__ = ["Codebook", "Residual", "Theme"]
