"""The review page; knows no classifier and no spaCy."""

from textmining.web.app import create_app
from textmining.web.live import Count
from textmining.web.serve import host_names, public_name, serve
from textmining.web.sessions import LOCAL_HOSTS, Access

__all__ = ["LOCAL_HOSTS", "Access", "Count", "create_app", "host_names", "public_name", "serve"]
