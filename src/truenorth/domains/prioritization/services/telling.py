"""Telling whoever asked: the letter is sent from here, or somebody notes that they told it themselves."""

import smtplib
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction

from truenorth.domains.kit.errors import Invalid
from truenorth.domains.prioritization.errors import AddressRefused, LetterNotSent
from truenorth.domains.prioritization.models import Decision, Told
from truenorth.domains.prioritization.rules import Channel
from truenorth.domains.prioritization.selectors import find_asking_node
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.policies import require_contributor, require_editor
from truenorth.domains.workspace.services import Entry, record


def send_letter(
    decision: Decision, *, actor: Member, address: str, subject: str, words: str, name: str, request_id: UUID | None
) -> Told:
    """E-mail the letter as it was edited, and keep it; answers go to whoever sent it."""
    require_editor(actor)
    _check_request(actor, decision, request_id)
    subject = " ".join(subject.split())
    _send(actor, address=address, subject=subject, words=words)
    told = Told(channel=Channel.SENT, address=address, subject=subject, words=words, name=name, request_id=request_id)
    return _keep(told, decision, actor)


def note_told(
    decision: Decision, *, actor: Member, channel: Channel, words: str, name: str, request_id: UUID | None
) -> Told:
    """Keep that somebody was told by other means than a letter sent from here."""
    require_contributor(actor)
    if channel is Channel.SENT:
        raise Invalid(fields={"channel": "What is sent from here is kept by itself: send the letter."})
    _check_request(actor, decision, request_id)
    return _keep(Told(channel=channel, words=words, name=name, request_id=request_id), decision, actor)


def _check_request(actor: Member, decision: Decision, request_id: UUID | None) -> None:
    if request_id is not None:
        find_asking_node(actor, decision, request_id)


def _send(actor: Member, *, address: str, subject: str, words: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise AddressRefused(fields={"address": "This is no e-mail address."}) from None
    try:
        EmailMessage(subject, words, to=[address], reply_to=[actor.email]).send()
    except smtplib.SMTPRecipientsRefused as refusal:
        raise AddressRefused(fields={"address": _reply_of(refusal, address)}) from None
    except (smtplib.SMTPException, OSError) as error:
        raise LetterNotSent(f"It said: {error}"[:300]) from None


def _reply_of(refusal: smtplib.SMTPRecipientsRefused, address: str) -> str:
    code, reply = refusal.recipients.get(address, (550, b"no such mailbox"))
    return f"The mail server refused it: {code} {reply.decode(errors='replace')}"[:300]


@transaction.atomic
def _keep(told: Told, decision: Decision, actor: Member) -> Told:
    told.decision, told.by = decision, actor
    told.save(force_insert=True)
    record(
        actor,
        Entry(
            action="tell",
            target_kind=decision.kind,
            target_id=decision.id,
            target_title=decision.title,
            changes={"told": (None, f"{told.name or told.address or 'somebody'}, {told.channel}")},
        ),
    )
    return told
