"""Quotes: a person approves each one before it can be published."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from textmining.review import StoredQuote, is_quote_of, restored
from textmining.web.site import ReviewVisit


def show(visit: ReviewVisit) -> Response:
    """Show the proposed quotes, those that nobody has judged first."""
    return _shown(visit)


def _shown(visit: ReviewVisit, *, error: str = "", status: int = 200) -> Response:
    rank = {"proposed": 0, "approved": 1, "rejected": 2}
    quotes = visit.site.store.quotes()
    seen = [quote for quote in quotes if _may_see(visit, quote)]
    return visit.render(
        "quotes.html",
        status=status,
        error=error,
        quotes=sorted(seen, key=lambda quote: rank[quote.state]),
        hidden=len(quotes) - len(seen),
        position_of=visit.desk.position,
        whole={quote.number: _whole(visit, quote) for quote in seen},
    )


def _whole(visit: ReviewVisit, quote: StoredQuote) -> str:
    """The quote with what masking took out put back; "" if nothing was, or nothing may be."""
    whole = restored(quote.proposed, _original(visit, quote)) or ""
    return "" if whole == quote.proposed else whole


def _original(visit: ReviewVisit, quote: StoredQuote) -> str:
    return visit.desk.answers.text(visit.desk.position[quote.answer])


def _may_see(visit: ReviewVisit, quote: StoredQuote) -> bool:
    """Whether the coder has nothing left to decide unseen about the answer it is from.

    A quote tells an answer's theme. Of an answer that is not in this review nobody can say who
    has yet to code it.
    """
    position = visit.desk.position.get(quote.answer)
    if position is None:
        return False
    sight = visit.desk.sight(position, visit.coder)
    return sight.proposal and sight.others


def judge(visit: ReviewVisit) -> Response:
    """Approve or reject a quote."""
    verdict, text = visit.field("verdict"), visit.field("text")
    if verdict not in {"approved", "rejected", "restored"}:
        raise HTTPException(400)
    number = visit.request.path_params["number"]
    quote = next((q for q in visit.site.store.quotes() if q.number == number), None)
    if quote is None or not _may_see(visit, quote):
        raise HTTPException(404)
    text = _whole(visit, quote) if verdict == "restored" else text
    if not is_quote_of(text, quote.proposed, _original(visit, quote)):
        return _shown(visit, error="quote", status=409)
    visit.site.store.judge_quote(
        number,
        approved=verdict != "rejected",
        text=text,
        coder=visit.coder,
        original=_original(visit, quote),
    )
    return visit.go("/quotes")
