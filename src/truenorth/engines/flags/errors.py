"""Refusals of the flag engine; `path` says where in the rule set."""


class FlagRefused(ValueError):
    """A rule set that cannot be read.

    >>> FlagRefused("must be a list", path="onboarding.rules").field
    'onboarding.rules'
    """

    def __init__(self, reason: str, *, path: str) -> None:
        self.reason = reason
        self.path = path
        super().__init__(f"{path}: {reason}")

    @property
    def field(self) -> str:
        """The path, under the name that every engine's refusals have."""
        return self.path


class RuleSetMalformed(FlagRefused):
    """Something has the wrong shape, so that rules cannot be compiled."""


class FlagUnknown(FlagRefused):
    """The rule set has no such flag."""
