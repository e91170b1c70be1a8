"""The survey's home page: what is done, what comes next, and each step of the work."""

from textmining.home.app import create_home
from textmining.home.serving import open_home

__all__ = ["create_home", "open_home"]
