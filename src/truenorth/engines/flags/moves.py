"""Who would be moved by a change, before the change is saved."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from truenorth.engines.flags.compiling import compile_flag
from truenorth.engines.flags.evaluation import evaluate
from truenorth.engines.flags.results import Evaluation
from truenorth.engines.flags.rules import Flag, RuleSet
from truenorth.engines.flags.shapes import Definition
from truenorth.engines.flags.visits import Attributes

SIMULATED_USERS = 100_000
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Move:
    """Users who would get something else: what they have, what they would get, how many, and some of them.

    `before` and `after` are in words: 'experiment exp-1, variation 1', 'rule staff', 'default'.
    """

    before: str
    after: str
    users: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """The simulation's outcome for one flag; `moved` counts everybody in `moves`.

    `switched` are users who stay in an experiment but change the variation: their data would be spoilt.
    """

    flag: str
    users: int
    moved: int
    switched: int
    entered: int
    left: int
    moves: tuple[Move, ...]

    def words(self) -> str:
        """One sentence.

        >>> Moves("beta", 1000, 250, 0, 250, 0, ()).words()
        '25.0 % of users would move: 250 enter an experiment, 0 leave one, 0 switch variation'
        """
        if not self.moved:
            return "nobody would move"
        share = f"{self.moved / max(1, self.users):.1%}".replace("%", " %")
        return (
            f"{share} of users would move: {self.entered:,} enter an experiment, {self.left:,} leave one, "
            f"{self.switched:,} switch variation"
        )


def find_moves(
    before: RuleSet,
    after: RuleSet,
    flag: str,
    *,
    users: Iterable[Attributes] | None = None,
    simulated: int = SIMULATED_USERS,
) -> Moves:
    """Evaluate the flag for every user under both rule sets and compare what they get.

    `users` are attributes of real users; without them `simulated` ids are made up, the same on every call, the
    attributes that the rules hash being all an id (conditions on other attributes then see nothing). A flag that is
    missing on one side counts as off.

    >>> from truenorth.engines.flags import compile_rules
    >>> rule = {"key": "exp", "variations": ["a", "b"], "hashVersion": 2, "coverage": 0.5}
    >>> narrow = compile_rules({"beta": {"defaultValue": "a", "rules": [rule]}})
    >>> wide = compile_rules({"beta": {"defaultValue": "a", "rules": [{**rule, "coverage": 0.6}]}})
    >>> found = find_moves(narrow, wide, "beta", simulated=10_000)
    >>> found.switched, found.left, 900 < found.entered < 1100
    (0, 0, True)
    """
    sides = [_side(rules, flag) for rules in (before, after)]
    people = users if users is not None else _made_up(sides, simulated)
    tally: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], list[str]] = {}
    kinds: Counter[str] = Counter()
    total = 0
    for attributes in people:
        total += 1
        was, becomes = (evaluate(side, attributes) for side in sides)
        if _same(was, becomes):
            continue
        change = (_words(was), _words(becomes))
        tally[change] += 1
        kinds[_kind(was, becomes)] += 1
        examples = shown.setdefault(change, [])
        if len(examples) < _EXAMPLES:
            examples.append(str(attributes.get("id", next(iter(attributes.values()), ""))))
    moves = tuple(Move(*change, count, tuple(shown[change])) for change, count in tally.most_common())
    return Moves(flag, total, sum(tally.values()), kinds["switched"], kinds["entered"], kinds["left"], moves)


def diff_rule_sets(
    before: RuleSet, after: RuleSet, *, users: Iterable[Attributes] | None = None, simulated: int = SIMULATED_USERS
) -> tuple[Moves, ...]:
    """`find_moves` for every flag that the change can touch, most moved first; flags that move nobody are left out.

    Touched are flags whose definition differs, those that ask such a flag as a prerequisite, directly or not, and
    all of them when the saved groups differ.

    >>> from truenorth.engines.flags import compile_rules
    >>> before = compile_rules({"a": {"defaultValue": 1}, "b": {"defaultValue": 1}})
    >>> after = compile_rules({"a": {"defaultValue": 1}, "b": {"defaultValue": 2}})
    >>> [(one.flag, one.moved) for one in diff_rule_sets(before, after, simulated=10)]
    [('b', 10)]
    """
    people = None if users is None else list(users)
    found = [find_moves(before, after, key, users=people, simulated=simulated) for key in _touched(before, after)]
    return tuple(sorted((one for one in found if one.moved), key=lambda one: (-one.moved, one.flag)))


def _touched(before: RuleSet, after: RuleSet) -> list[str]:
    keys = sorted({*before.flags, *after.flags})
    if before.groups != after.groups:
        return keys
    touched = {key for key in keys if _definition(before, key) != _definition(after, key)}
    asks = {key: _asked(before, key) | _asked(after, key) for key in keys}
    grown = True
    while grown:
        more = {key for key in keys if key not in touched and asks[key] & touched}
        touched |= more
        grown = bool(more)
    return [key for key in keys if key in touched]


def _definition(rules: RuleSet, key: str) -> Definition | None:
    return rules.flags[key].definition if key in rules.flags else None


def _asked(rules: RuleSet, key: str) -> frozenset[str]:
    return rules.flags[key].prerequisites() if key in rules.flags else frozenset()


def _side(rules: RuleSet, key: str) -> Flag:
    return rules.flags.get(key) or compile_flag(key, {}, owner=rules)


def _made_up(sides: Iterable[Flag], count: int) -> Iterator[Attributes]:
    names = sorted({"id"} | {name for side in sides for name in _hashed(side)})
    for number in range(count):
        yield dict.fromkeys(names, f"user-{number}")


def _hashed(flag: Flag) -> Iterator[str]:
    for one in flag.owner.flags.values():
        for rule in one.rules:
            yield from rule.hashed()


def _experiment(found: Evaluation) -> str | None:
    return str(found.experiment.get("key")) if found.experiment is not None and found.in_experiment else None


def _same(was: Evaluation, becomes: Evaluation) -> bool:
    """The same value by the same experiment and variation; which rule forces it does not matter to the user."""
    return (
        was.value == becomes.value
        and type(was.value) is type(becomes.value)
        and (_experiment(was), was.variant) == (_experiment(becomes), becomes.variant)
    )


def _kind(was: Evaluation, becomes: Evaluation) -> str:
    if _experiment(was) == _experiment(becomes):
        return "switched" if was.in_experiment else "other"
    if becomes.in_experiment and not was.in_experiment:
        return "entered"
    return "left" if was.in_experiment and not becomes.in_experiment else "switched"


def _words(found: Evaluation) -> str:
    if found.in_experiment:
        return f"experiment {_experiment(found)}, variation {found.variant}"
    reasons: Mapping[str, str] = {"defaultValue": "default", "unknownFeature": "no such flag"}
    if found.reason == "force":
        return f"rule {found.rule or 'without id'}: {found.value!r}"
    return f"{reasons.get(found.reason, found.reason)}: {found.value!r}"
