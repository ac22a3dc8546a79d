"""One reader for every transcript people have, and a writer of WebVTT."""

import re

from truenorth.engines.text.errors import TranscriptEmpty, TranscriptMalformed, TurnWithoutTime
from truenorth.engines.text.prose import read_lines, read_rows
from truenorth.engines.text.subtitles import read_srt, read_webvtt
from truenorth.engines.text.times import TIME, read_time, write_time
from truenorth.engines.text.turns import Transcript, Turn, Utterance, assemble

_CUE_TIME = re.compile(rf"\s*{TIME}\s*-->\s*{TIME}(?:\s.*)?")
_LAST_CUE_MS = 2_000


def parse_transcript(data: str, *, filename: str | None = None) -> Transcript:
    """Read WebVTT, SRT, tab-separated rows, `Name: words`, lines with times, or plain lines.

    The content decides; `filename` only settles that a `.vtt` must be WebVTT and a `.srt` SubRip. Cue
    settings, NOTE, STYLE and REGION blocks, markup and line breaks inside a cue are dropped; nothing said is.

    Raises TranscriptMalformed (with the one-based `line`) where a rule of the format is broken, and
    TranscriptEmpty where nobody says anything.

    >>> cue = "00:01.000 --> 00:02.500 align:start\\n<v Ada>Hello &amp; good-bye"
    >>> turn = parse_transcript(f"WEBVTT\\n\\n{cue}").turns[0]
    >>> turn.speaker, turn.start_ms, turn.end_ms, turn.text
    ('Ada', 1000, 2500, 'Hello & good-bye')
    >>> parse_transcript("WEBVTT\\n\\n00:01.000 -> 00:02.000\\nlost")
    Traceback (most recent call last):
    truenorth.engines.text.errors.TranscriptMalformed: line 4: expected a time 'start --> end'
    """
    lines = data.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise TranscriptMalformed("holds a NUL character; this is not text", line=number)
    form = _recognise(lines, (filename or "").lower())
    transcript = assemble(_read(form, lines), format=form)
    if not transcript.turns:
        raise TranscriptEmpty("nobody says anything in it")
    return transcript


def _recognise(lines: list[str], filename: str) -> str:
    if lines[0].startswith("WEBVTT") or filename.endswith(".vtt"):
        return "webvtt"
    if filename.endswith(".srt") or any(_CUE_TIME.fullmatch(line) for line in lines):
        return "srt"
    filled = [line for line in lines if line.strip()]
    tabbed = sum("\t" in line and _starts_with_time(line) for line in filled)
    return "tabs" if tabbed * 2 >= len(filled) and tabbed else "text"


def _starts_with_time(line: str) -> bool:
    return any(read_time(cell.strip(" []()")) is not None for cell in line.split("\t")[:2])


def _read(form: str, lines: list[str]) -> list[Utterance]:
    readers = {"webvtt": read_webvtt, "srt": read_srt, "tabs": read_rows, "text": read_lines}
    return readers[form](lines)


def render_vtt(transcript: Transcript) -> str:
    """WebVTT with one cue per turn and the speaker as its voice.

    Reading it again gives the same turns, unless words without a speaker look like `Name: words`.

    A turn without an end lasts to the next start, the last one two seconds. Raises TurnWithoutTime for a turn
    that has no start.

    >>> print(render_vtt(parse_transcript("00:00:07\\tAda:\\tHello")))
    WEBVTT
    <BLANKLINE>
    1
    00:00:07.000 --> 00:00:09.000
    <v Ada>Hello</v>
    <BLANKLINE>
    """
    turns = transcript.turns
    followers = [*turns[1:], None]
    cues = [_cue(turn, follower) for turn, follower in zip(turns, followers, strict=True)]
    return "\n".join(["WEBVTT\n", *cues])


def _cue(turn: Turn, follower: Turn | None) -> str:
    if turn.start_ms is None:
        raise TurnWithoutTime(f"turn {turn.index + 1} has no start time")
    end_ms = turn.end_ms
    if end_ms is None:
        next_ms = follower.start_ms if follower else None
        end_ms = max(turn.start_ms, turn.start_ms + _LAST_CUE_MS if next_ms is None else next_ms)
    words = _escape(turn.text)
    payload = f"<v {_escape(turn.speaker)}>{words}</v>" if turn.speaker else words
    return f"{turn.index + 1}\n{write_time(turn.start_ms)} --> {write_time(end_ms)}\n{payload}\n"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
