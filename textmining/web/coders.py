"""Who is coding: a name on this machine, a link with a token on a network."""

from starlette.responses import Response

from textmining.web.site import ReviewVisit, remember

_LONGEST_NAME = 80


def choose(visit: ReviewVisit) -> Response:
    """Ask for the coder's name; on a network, say that a link is needed."""
    if visit.site.access.network:
        return visit.refuse("link", status=403)
    known = {coder for standing in visit.desk.codes.standings() for coder in standing.by_coder}
    coders = sorted(known | set(visit.site.access.coders))
    likely = visit.coder or (coders[0] if len(coders) == 1 else "")
    return visit.render("coder.html", coders=coders, likely=likely)


def name(visit: ReviewVisit) -> Response:
    """Remember the name that was given."""
    if visit.site.access.network:
        return visit.refuse("link", status=403)
    given = " ".join(visit.field("name").split())[:_LONGEST_NAME]
    return _welcome(visit, given) if given else visit.go("/coder")


def enter(visit: ReviewVisit) -> Response:
    """Take the token of a coder's own link and remember who it is."""
    coder = visit.site.access.coder_of(visit.request.path_params["token"])
    return visit.refuse("link", status=403) if coder is None else _welcome(visit, coder)


def _welcome(visit: ReviewVisit, coder: str) -> Response:
    response = visit.go("/")
    remember(response, visit.site.access, visit.site.access.new_session(coder))
    return response
