"""The review page; knows no classifier and no spaCy."""

from textmining.web.app import STATIC, WebApp, create_app
from textmining.web.frame import guarded, templates
from textmining.web.guard import Guard
from textmining.web.live import Count
from textmining.web.serve import host_names, public_name, serve
from textmining.web.sessions import LOCAL_HOSTS, Access
from textmining.web.site import HomeLink, remember
from textmining.web.visits import Visit

__all__ = [
    "LOCAL_HOSTS",
    "STATIC",
    "Access",
    "Count",
    "Guard",
    "HomeLink",
    "Visit",
    "WebApp",
    "create_app",
    "guarded",
    "host_names",
    "public_name",
    "remember",
    "serve",
    "templates",
]
