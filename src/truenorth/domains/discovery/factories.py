"""Evidence and claims for tests, made by the services."""

from truenorth.domains.discovery.models import Document, Highlight, Hypothesis
from truenorth.domains.discovery.rules import Strength
from truenorth.domains.discovery.services import create_document, create_highlight, create_hypothesis
from truenorth.domains.workspace.models import Member

CALL = """WEBVTT

00:04.000 --> 00:09.000
<v Nora>So this tour came up, and I closed it. I always close those.

00:10.000 --> 00:15.500
<v Note>Opens the client list, then a spreadsheet.

00:16.000 --> 00:21.000
<v Nora>I copied them over one by one. It took me until lunch.
"""


def make_document(actor: Member, *, body: str = CALL, title: str = "Field session 7") -> Document:
    return create_document(actor=actor, values={"title": title, "body": body})


def make_highlight(
    document: Document, *, actor: Member, quote: str = "I closed it.", strength: Strength = Strength.TOLD
) -> Highlight:
    start = document.body.index(quote)
    values = {"document_id": document.id, "start": start, "end": start + len(quote), "strength": strength}
    return create_highlight(actor=actor, values=values)


def make_hypothesis(actor: Member, *, threshold: float | None = 15) -> Hypothesis:
    values = {
        "title": "A guided tour completes onboarding",
        "belief": "If newcomers are led to their own data, then more of them complete onboarding.",
        "metric": "completion",
        "threshold": threshold,
        "unit": "%",
    }
    return create_hypothesis(actor=actor, values=values)
