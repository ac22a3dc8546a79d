"""Refusals of the text engine. Each names the field it refused and, where there is one, the line."""


class TextRefused(ValueError):
    """The text cannot be read as what it was said to be.

    `field` names the argument, `line` the one-based line of the input (None: the whole input).

    >>> TextRefused("holds a NUL character", line=3).line
    3
    """

    field = "data"

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        self.reason = reason
        self.line = line
        super().__init__(reason if line is None else f"line {line}: {reason}")


class TranscriptMalformed(TextRefused):
    """A line of a transcript breaks the rules of its format."""


class TranscriptEmpty(TextRefused):
    """There is nobody speaking in the transcript."""


class TurnWithoutTime(TextRefused):
    """A turn that carries no start time cannot become a cue."""

    field = "transcript"


class MarkdownRefused(TextRefused):
    """No objective can be found in the Markdown."""

    field = "markdown"
