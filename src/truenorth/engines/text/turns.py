"""A transcript as turns with stable places in one plain text."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's uninterrupted words.

    `start_ms` and `end_ms` are milliseconds from the start of the recording (None: not stated).
    `begin` is the offset of `text` in `Transcript.plain_text`, counted in Unicode code points.

    >>> Turn(index=0, start_ms=None, end_ms=None, speaker="Ada", text="Hello", begin=5).finish
    10
    """

    index: int
    start_ms: int | None
    end_ms: int | None
    speaker: str | None
    text: str
    begin: int

    @property
    def finish(self) -> int:
        """Offset just past the turn's last character in `Transcript.plain_text`."""
        return self.begin + len(self.text)


@dataclass(frozen=True)
class Transcript:
    """The turns of a conversation, in the order of the file.

    >>> from truenorth.engines.text import parse_transcript
    >>> spoken = parse_transcript("Ada: Hello\\nBen: I gave up at step two")
    >>> spoken.plain_text
    'Ada: Hello\\nBen: I gave up at step two'
    >>> turn = spoken.turn_at(spoken.plain_text.index("gave up"))
    >>> turn.speaker, spoken.plain_text[turn.begin:turn.finish]
    ('Ben', 'I gave up at step two')
    """

    format: str
    turns: tuple[Turn, ...]

    @cached_property
    def plain_text(self) -> str:
        """One line per turn, `Speaker: words` or just the words.

        A range of characters of this text is a lasting address: the same file always gives the same text.
        """
        return "\n".join(_label(turn.speaker) + turn.text for turn in self.turns)

    @cached_property
    def _begins(self) -> list[int]:
        return [turn.begin - len(_label(turn.speaker)) for turn in self.turns]

    def turn_at(self, offset: int) -> Turn:
        """The turn whose line holds the character at `offset`; IndexError outside of the text.

        >>> from truenorth.engines.text import parse_transcript
        >>> parse_transcript("Ada: Hello").turn_at(7).speaker
        'Ada'
        """
        if not 0 <= offset < len(self.plain_text):
            raise IndexError(offset)
        return self.turns[bisect_right(self._begins, offset) - 1]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A turn before it has a place."""

    speaker: str | None
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


def assemble(utterances: Iterable[Utterance], *, format: str) -> Transcript:  # noqa: A002 - the word of the trade
    """Number the utterances and give each its place; those without words are left out.

    >>> assemble([Utterance("Ada", "Hello"), Utterance(None, " ")], format="plain").turns[0].begin
    5
    """
    turns: list[Turn] = []
    offset = 0
    for spoken in utterances:
        text = " ".join(spoken.text.split())
        if not text:
            continue
        begin = offset + len(_label(spoken.speaker))
        turns.append(Turn(len(turns), spoken.start_ms, spoken.end_ms, spoken.speaker, text, begin))
        offset = begin + len(text) + 1
    return Transcript(format=format, turns=tuple(turns))


def _label(speaker: str | None) -> str:
    return f"{speaker}: " if speaker else ""
