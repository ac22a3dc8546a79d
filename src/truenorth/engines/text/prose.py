"""Transcripts written as text: tab-separated rows, `Name: words`, lines with times, plain lines."""

import re
from collections.abc import Callable

from truenorth.engines.text.speakers import Speakers, bare_label, is_written_like_a_name
from truenorth.engines.text.times import TIME, read_time
from truenorth.engines.text.turns import Utterance

_STAMP = re.compile(
    rf"[\[(]?(?P<start>{TIME})[\])]?(?:\s*(?:-->|[-\u2013\u2014])\s*[\[(]?(?P<end>{TIME})[\])]?)?"
    r"(?:\s+[-\u2013\u2014|]\s+|\s*:\s+|\s+|$)(?P<rest>.*)"
)
_HEADER = re.compile(rf"\[?(?P<name>[^\W\d_][^\[\]:]{{0,59}}?)\]?\s*[\s,|-]\s*[\[(]?(?P<start>{TIME})[\])]?\s*:?")
_CHAT = re.compile(r"From\s+(?P<name>.+?)\s*(?:\s+to\s+.+?)?\s*:?\s*", re.IGNORECASE)
_COLUMN_NAME = re.compile("time(?:stamp)?|start|end|from|to|speaker|name|text|message|who|index")


def read_rows(lines: list[str]) -> list[Utterance]:
    """Tab-separated rows as video-call tools save them: times first, then the speaker, then the words.

    >>> read_rows(["00:00:07\\tAda:\\tHello"])[0]
    Utterance(speaker='Ada', text='Hello', start_ms=7000, end_ms=None)
    """
    speakers = Speakers(line.split("\t")[-1] for line in lines)
    spoken: list[Utterance] = []
    for place, line in enumerate(lines):
        cells = [cell.strip() for cell in line.split("\t")]
        if place == 0 and all(_COLUMN_NAME.fullmatch(cell.lower()) for cell in cells if cell):
            continue
        if spoken and not cells[0]:
            last = spoken[-1]
            spoken[-1] = Utterance(last.speaker, f"{last.text} {' '.join(cells)}", last.start_ms, last.end_ms)
        elif any(cells):
            spoken.append(_row(cells, speakers))
    return spoken


def _row(cells: list[str], speakers: Speakers) -> Utterance:
    if len(cells) > 1 and cells[0].isdigit():
        cells = cells[1:]
    times: list[int] = []
    while cells and len(times) < 2 and (time := read_time(cells[0].strip("[]()"))) is not None:
        times.append(time)
        cells = cells[1:]
    speaker, text = _who(cells, speakers)
    return Utterance(speaker, text, times[0] if times else None, times[1] if len(times) > 1 else None)


def _who(cells: list[str], speakers: Speakers) -> tuple[str | None, str]:
    if len(cells) < 2:
        return speakers.split(" ".join(cells))
    chat = _CHAT.fullmatch(cells[0])
    name = chat["name"] if chat else cells[0].rstrip(": ")
    return name or None, " ".join(cells[1:])


class _Writer:
    """Gathers utterances line by line."""

    def __init__(self, lines: list[str]) -> None:
        self.spoken: list[Utterance] = []
        self._speakers = Speakers(_unstamped(line) for line in lines)
        self._has_headers = sum(_header(line) is not None for line in lines) > 1
        self._is_open = False
        self._heading = ""

    def stamped(self, line: str) -> bool:
        """`[00:01:02] Ada: words`, `00:01:02 - 00:01:05 words`, or a time on its own line."""
        found = _STAMP.fullmatch(line)
        start_ms = read_time(found["start"]) if found else None
        if found is None or start_ms is None:
            return False
        rest = found["rest"].strip()
        speaker, text = self._speakers.split(rest)
        if speaker is None and (name := bare_label(rest)):
            speaker, text = name, ""
        self._add(Utterance(speaker, text, start_ms, read_time(found["end"] or "")), line)
        return True

    def headed(self, line: str) -> bool:
        """`Ada Lovelace 00:01:02` or `Ada Lovelace:` above the words, where the file has several of them."""
        header = _header(line) if self._has_headers else None
        if header is None:
            return False
        self._add(header, line)
        return True

    def labelled(self, line: str) -> bool:
        """`Ada: words`, or `Ada: words` under a line that is only a time."""
        speaker, text = self._speakers.split(line)
        if speaker is None:
            return False
        last = self.spoken[-1] if self.spoken else None
        if last and self._is_open and not last.text and last.speaker is None:
            self.spoken[-1] = Utterance(speaker, text, last.start_ms, last.end_ms)
        else:
            self._add(Utterance(speaker, text), line)
        return True

    def continued(self, line: str) -> bool:
        """A further line of the turn above, when that has a name or a time and no blank line between."""
        last = self.spoken[-1] if self.spoken and self._is_open else None
        if last is None or (last.speaker is None and last.start_ms is None):
            return False
        self.spoken[-1] = Utterance(last.speaker, f"{last.text} {line}".strip(), last.start_ms, last.end_ms)
        return True

    def plain(self, line: str) -> bool:
        self._add(Utterance(None, line), line)
        return True

    def close(self) -> None:
        """A blank line: what follows is a new turn, unless a name or a time still waits for its words."""
        self._is_open = bool(self.spoken) and not self.spoken[-1].text

    def finish(self) -> list[Utterance]:
        """The utterances; a header nobody spoke under was a line of text."""
        if self.spoken and self.spoken[-1].speaker and not self.spoken[-1].text:
            self.spoken[-1] = Utterance(None, self._heading)
        return self.spoken

    def _add(self, utterance: Utterance, line: str) -> None:
        self.finish()
        self.spoken.append(utterance)
        self._is_open = True
        self._heading = line


def _header(line: str) -> Utterance | None:
    found = _HEADER.fullmatch(line)
    start_ms = read_time(found["start"]) if found else None
    if found and start_ms is not None and is_written_like_a_name(found["name"]):
        return Utterance(found["name"].strip(), "", start_ms)
    name = bare_label(line)
    return Utterance(name, "") if name else None


def read_lines(lines: list[str]) -> list[Utterance]:
    """Lines of text; each form is recognised on its own line, so that mixed notes are read as well.

    >>> [(u.speaker, u.start_ms, u.text) for u in read_lines(["[01:05] Ada: Hello", "again", "", "a note"])]
    [('Ada', 65000, 'Hello again'), (None, None, 'a note')]
    """
    stripped = [line.strip() for line in lines]
    writer = _Writer(stripped)
    readers: tuple[Callable[[str], bool], ...] = (
        writer.stamped,
        writer.headed,
        writer.labelled,
        writer.continued,
        writer.plain,
    )
    for line in stripped:
        if not line:
            writer.close()
        else:
            any(read(line) for read in readers)
    return writer.finish()


def _unstamped(line: str) -> str:
    found = _STAMP.fullmatch(line)
    return found["rest"] if found and read_time(found["start"]) is not None else line
