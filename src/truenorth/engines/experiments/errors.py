"""Refusals of the experiments engine; `field` names what was asked, `row` the row where it went wrong."""


class ExperimentRefused(ValueError):
    """A plan or a file from which no experiment can be read.

    >>> ExperimentRefused("is not in the file", field="control").field
    'control'
    """

    def __init__(self, reason: str, *, field: str, row: int | None = None) -> None:
        self.reason = reason
        self.field = field
        self.row = row
        super().__init__(f"{field}{f', row {row:,}' if row else ''} {reason}")


class PlanRefused(ExperimentRefused):
    """What is asked contradicts itself or the file."""


class FileRefused(ExperimentRefused):
    """A file that is no table."""
