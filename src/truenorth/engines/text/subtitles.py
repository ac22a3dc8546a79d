"""WebVTT and SRT: blocks of lines with a time each. Source: https://www.w3.org/TR/webvtt1/."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from truenorth.engines.text.errors import TranscriptMalformed
from truenorth.engines.text.speakers import Speakers
from truenorth.engines.text.times import read_time
from truenorth.engines.text.turns import Utterance

ARROW = "-->"
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:[ \t]+([^>]*))?>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:[bciu]|ruby|rt|lang|v|font)(?:[.\s][^<>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}]*\}")
_SILENT = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True, slots=True)
class Cue:
    """A block with its time; `lines` are the payload, still marked up."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


def read_webvtt(lines: list[str]) -> list[Utterance]:
    """Utterances of a WebVTT file given as lines; TranscriptMalformed names the line that is wrong.

    >>> read_webvtt(["WEBVTT", "", "00:01.000 --> 00:02.000", "<v Ada>Hello"])[0].speaker
    'Ada'
    """
    if re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]) is None:
        raise TranscriptMalformed("a WebVTT file starts with WEBVTT", line=1)
    return _speak([cue for number, block in _blocks(lines, after_header=True) for cue in _cues(number, block)])


def read_srt(lines: list[str]) -> list[Utterance]:
    """Utterances of a SubRip file given as lines; TranscriptMalformed names the line that is wrong.

    >>> read_srt(["1", "00:00:01,000 --> 00:00:02,000", "Ada: Hello"])[0].start_ms
    1000
    """
    return _speak([cue for number, block in _blocks(lines) for cue in _cues(number, block)])


def _blocks(lines: list[str], *, after_header: bool = False) -> Iterator[tuple[int, list[str]]]:
    """Runs of lines between blank ones, each with the number of its first line."""
    block: list[str] = []
    number = 0
    is_header = after_header
    for place, line in enumerate([*lines, ""], start=1):
        if line.strip():
            number = number if block else place
            block.append(line)
            continue
        if block and not is_header:
            yield number, block
        elif block and any(ARROW in said for said in block):
            raise TranscriptMalformed("a blank line must follow the header", line=number + 1)
        if block:
            is_header = False
        block = []


def _cues(number: int, block: list[str]) -> Iterator[Cue]:
    if block[0].split(maxsplit=1)[0] in _SILENT and ARROW not in block[0]:
        return
    timing = 0 if ARROW in block[0] else 1
    if len(block) <= timing or ARROW not in block[timing]:
        raise TranscriptMalformed(f"expected a time 'start {ARROW} end'", line=number + min(timing, len(block) - 1))
    start_ms, end_ms = _timing(block[timing], number + timing)
    payload = block[timing + 1 :]
    for more, line in enumerate(payload, start=number + timing + 1):
        if ARROW in line:
            raise TranscriptMalformed("a cue starts inside another; a blank line is missing", line=more)
    yield Cue(start_ms, end_ms, tuple(payload))


def _timing(line: str, number: int) -> tuple[int, int]:
    before, after = line.split(ARROW, 1)
    start_ms = read_time(before)
    end_ms = read_time(after.split(maxsplit=1)[0]) if after.strip() else None
    if start_ms is None or end_ms is None:
        raise TranscriptMalformed(f"'{line.strip()}' is not a time range", line=number)
    if end_ms < start_ms:
        raise TranscriptMalformed("the cue ends before it starts", line=number)
    return start_ms, end_ms


def _speak(cues: list[Cue]) -> list[Utterance]:
    speakers = Speakers(_clean(line) for cue in cues for line in cue.lines)
    return [
        Utterance(speaker, text, cue.start_ms, cue.end_ms)
        for cue in cues
        for speaker, text in (_voices(cue.lines) or _labels(cue.lines, speakers))
    ]


def _voices(lines: tuple[str, ...]) -> list[tuple[str | None, str]]:
    """Speech under voice tags; empty when the payload has none."""
    payload = "\n".join(lines)
    marks = list(_VOICE.finditer(payload))
    if not marks:
        return []
    ends = [mark.start() for mark in marks[1:]] + [len(payload)]
    before: list[tuple[str | None, str]] = [(None, _clean(payload[: marks[0].start()]))]
    spoken = [(_name(mark[1]), _clean(payload[mark.end() : end])) for mark, end in zip(marks, ends, strict=True)]
    return [(speaker, text) for speaker, text in before + spoken if text]


def _labels(lines: tuple[str, ...], speakers: Speakers) -> list[tuple[str | None, str]]:
    """Speech under `Name:` labels; a new label or, where several lines have one, a dash starts a new turn."""
    cleaned = [text for line in lines if (text := _clean(line))]
    has_dashes = sum(line.startswith(("-", "\u2013")) for line in cleaned) > 1
    spoken: list[tuple[str | None, str]] = []
    for line in cleaned:
        is_dashed = has_dashes and line.startswith(("-", "\u2013"))
        speaker, text = speakers.split(line.lstrip("-\u2013 ") if is_dashed else line)
        if spoken and speaker is None and not is_dashed:
            spoken[-1] = (spoken[-1][0], f"{spoken[-1][1]} {text}")
        else:
            spoken.append((speaker, text))
    return spoken


def _name(annotation: str | None) -> str | None:
    return " ".join(unescape(annotation or "").split()) or None


def _clean(text: str) -> str:
    return unescape(_OVERRIDE.sub("", _TAG.sub("", text))).strip()
