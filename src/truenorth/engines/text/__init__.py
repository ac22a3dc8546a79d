"""Words in, structure out: transcripts as turns, objectives and key results from Markdown."""

from truenorth.engines.text.errors import (
    MarkdownRefused,
    TextRefused,
    TranscriptEmpty,
    TranscriptMalformed,
    TurnWithoutTime,
)
from truenorth.engines.text.okrs import ParsedKeyResult, ParsedObjective, parse_okrs
from truenorth.engines.text.transcripts import parse_transcript, render_vtt
from truenorth.engines.text.turns import Transcript, Turn

__all__ = [
    "MarkdownRefused",
    "ParsedKeyResult",
    "ParsedObjective",
    "TextRefused",
    "Transcript",
    "TranscriptEmpty",
    "TranscriptMalformed",
    "Turn",
    "TurnWithoutTime",
    "parse_okrs",
    "parse_transcript",
    "render_vtt",
]
