"""Field sessions, feedback and what they add up to."""

import io

from truenorth.domains.discovery.models import Account, Opportunity, Participant, Segment, Study
from truenorth.domains.discovery.services import (
    create_highlight,
    create_hypothesis,
    create_insight,
    create_request,
    create_session,
    create_tag,
    set_tags,
    upload_transcript,
)
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import create_link, create_record
from truenorth.edges.demo import research
from truenorth.edges.demo.story import Story
from truenorth.edges.imports.running import run_import

STUDY = "How small studios get from sign-up to their second invoice"


def hold_sessions(story: Story) -> None:
    ines = story.who("Ines")
    with story.on(124):
        for title, body in research.SEGMENTS.items():
            story.keep(title, create_record(Segment, actor=ines, values={"title": title, "body": body}))
        for title, body in research.TAGS.items():
            story.keep(f"tag {title}", create_tag(actor=ines, values={"title": title, "body": body}))
        study = create_record(
            Study,
            actor=ines,
            values={
                "title": STUDY,
                "question": "What do those who stay do in their first week that the others do not?",
                "owner_id": ines.id,
                "starts_on": story.day(124),
            },
        )
        story.keep("study", study)
    for session in research.SESSIONS:
        with story.on(session.days_ago, hour=11):
            _hold(story, session)


def _hold(story: Story, session: research.FieldSession) -> None:
    ines = story.who("Ines")
    account = create_record(
        Account, actor=ines, values={"title": session.account, "segment_id": story.id(session.segment)}
    )
    story.keep(session.account, account)
    participant = create_record(
        Participant,
        actor=ines,
        values={
            "title": session.participant,
            "role": session.participant_role,
            "account_id": account.id,
            "consent": "anonymous",
        },
    )
    held = create_session(
        actor=ines,
        values={
            "title": session.title,
            "study_id": story.id("study"),
            "form": "field" if session.place == "On site" else "call",
            "held_on": story.day(session.days_ago),
            "minutes": session.minutes,
            "place": session.place,
            "participant_ids": [participant.id],
            "attendee_ids": [story.who(name).id for name in session.attended_by],
        },
    )
    document = upload_transcript(
        actor=ines,
        data=session.read_transcript(),
        file_name=session.transcript,
        title=f"Transcript, {session.account}",
        session_id=held.id,
    )
    for quote in session.quotes:
        start = document.body.index(quote.text)
        highlight = create_highlight(
            actor=ines,
            values={
                "document_id": document.id,
                "start": start,
                "end": start + len(quote.text),
                "quote": quote.text,
                "strength": quote.strength,
                "mark": "did" if quote.did else "said",
            },
        )
        set_tags(highlight.node, actor=ines, tag_ids=[story.id(f"tag {tag}") for tag in quote.tags])
        story.keep(quote.text, highlight)


def take_feedback_in(story: Story) -> None:
    with story.on(88):
        run_import(
            actor=story.who("Connie"),
            source="feedback",
            file=io.BytesIO(research.FEEDBACK_CSV.encode()),
            file_name="feedback-third-quarter.csv",
        )
        for title, ask, need, account in research.REQUESTS:
            request = create_request(
                actor=story.who("Connie"),
                values={
                    "title": title,
                    "ask": ask,
                    "need": need,
                    "account_id": story.records[account].id if account in story.records else None,
                },
            )
            story.keep(title, request)


def find_what_it_adds_up_to(story: Story) -> None:
    ines, alice = story.who("Ines"), story.who("Alice")
    with story.on(96):
        for name, title, body, quotes in research.INSIGHTS:
            insight = create_insight(
                actor=ines,
                values={
                    "title": title,
                    "body": body,
                    "owner_id": ines.id,
                    "evidence_ids": [story.id(quote) for quote in quotes],
                },
            )
            story.keep(name, insight)
    with story.on(94):
        for name, title, body, insight_name, sizes in research.OPPORTUNITIES:
            opportunity = create_record(
                Opportunity,
                actor=alice,
                values={"title": title, "body": body, "owner_id": alice.id, **sizes},
                links=story.derives_from(insight_name),
            )
            story.keep(name, opportunity)
    with story.on(90):
        for name, opportunity_name, values in research.HYPOTHESES:
            hypothesis = create_hypothesis(
                actor=alice, values={**values, "owner_id": alice.id}, links=story.derives_from(opportunity_name)
            )
            story.keep(name, hypothesis)
        create_link(
            actor=ines,
            kind=LinkKind.SUPPORTS,
            source=story.records["With my own client I would have finished it."],
            target=story.records["H tour"],
        )
        create_link(
            actor=ines,
            kind=LinkKind.REFUTES,
            source=story.records["I just had nothing more to invoice."],
            target=story.records["H tour"],
        )
