"""Rules of the house that a linter of imports or style cannot see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/truenorth"
DOMAINS = SOURCE / "domains"
LONGEST_FILE = 420

WRITES = {
    "create",
    "bulk_create",
    "get_or_create",
    "update_or_create",
    "update",
    "bulk_update",
    "delete",
    "save",
}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("timezone", "now")}
NO_ACT_OF_ANYBODY = {
    "workspace/auth.py": "when a token was last used is noted by the reading of it",
}


def test_only_services_write() -> None:
    wrong = [
        f"{path.relative_to(DOMAINS)}:{call.lineno}"
        for path in _python_files(DOMAINS)
        if not _may_write(path.relative_to(DOMAINS))
        for call in _calls(path)
        if _is_write(call)
    ]

    assert wrong == []


def test_time_comes_from_the_clock() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in _python_files(SOURCE)
        if path != DOMAINS / "kit/clock.py"
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and (call.func.value.id, call.func.attr) in CLOCKS
    ]

    assert wrong == []


def test_models_are_imported_and_not_looked_up() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in _python_files(SOURCE)
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "get_model"
    ]

    assert wrong == []


def test_nothing_is_caught_to_go_on() -> None:
    """Ruff sees `except Exception`; this sees it aliased, and the bare `except` of a `suppress`."""
    wrong = [
        f"{path.relative_to(SOURCE)}:{call.lineno}"
        for path in _python_files(SOURCE)
        for call in _calls(path)
        if isinstance(call.func, ast.Attribute | ast.Name)
        and _name(call.func) == "suppress"
        and any(_name(argument) in ("Exception", "BaseException") for argument in call.args)
    ]

    assert wrong == []


def test_a_file_fits_in_the_head() -> None:
    long = [
        f"{path.relative_to(SOURCE)}: {lines}"
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        and path.name != "kernels.py"
        and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]

    assert long == [], "split it into a package of the same name"


@pytest.mark.parametrize(
    ("source", "is_wrong"),
    [
        ("Node.objects.filter(pk=1).update(title='x')", True),
        ("Node.objects.create(title='x')", True),
        ("node.save()", True),
        ("fields.update(title='x')", False),
        ("Node.objects.filter(pk=1)", False),
    ],
)
def test_the_rule_on_writes_sees_them(source: str, is_wrong: bool) -> None:  # noqa: FBT001 - a parameter of the test
    statement = ast.parse(source).body[0]
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call)
    assert _is_write(statement.value) == is_wrong


def _may_write(path: Path) -> bool:
    return path.stem == "services" or "services" in path.parts or path.as_posix() in NO_ACT_OF_ANYBODY


def _is_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITES:
        return False
    if call.func.attr == "save":
        return True
    return any(isinstance(part, ast.Attribute) and part.attr in MANAGERS for part in ast.walk(call.func.value))


def _python_files(folder: Path) -> Iterator[Path]:
    outside = {"tests", "migrations"}
    return (path for path in folder.rglob("*.py") if not outside & set(path.parts) and path.name != "factories.py")


def _calls(path: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))


def _name(expression: ast.expr) -> str:
    if isinstance(expression, ast.Attribute):
        return expression.attr
    return expression.id if isinstance(expression, ast.Name) else ""
