"""docs/reference, generated from the code: settings, commands, error codes, facts.

`make contract` writes the files; a test holds them against the code.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path

import typer
from typer._click import Command, Context
from typer.core import TyperGroup

from truenorth.domains.kit.errors import DomainError
from truenorth.domains.kit.settings import Settings, variable_of

FOLDER = Path(__file__).resolve().parent.parent / "docs/reference"
GENERATED = "Generated from the code by `make contract`; a test keeps it true."


def render_settings() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        default = "~/.local/share/truenorth" if name == "data_dir" else str(field.default)
        shown = f"`{default}`" if default else ""
        rows.append(f"| `{variable_of(name)}` | {shown} | {_cell(field.description or '')} |")
    head = [
        "# Settings",
        GENERATED,
        "Each is an environment variable, read once at start. A `TRUENORTH_` variable that is not listed here\n"
        "stops the start, with the nearest name that is.",
        "| variable | default | what it does |\n|---|---|---|\n" + "\n".join(rows),
    ]
    return "\n\n".join(head) + "\n"


def render_commands() -> str:
    from truenorth.cli.app import app

    root = typer.main.get_command(app)
    parts = [
        "# Command line",
        GENERATED,
        "Every command makes and migrates the data folder when it is empty. Exit code 0 is success, 1 a refusal told\n"
        "in one line on standard error, 2 a misused command.",
    ]
    for path, command in _commands(root, "truenorth"):
        parts.append(f"## {path}")
        parts.append((command.help or "").strip())
        shown = [each for each in command.params if not getattr(each, "hidden", False)]
        rows = [row for each in shown if (row := _describe_option(command, each))]
        if rows:
            parts.append("| argument or option | |\n|---|---|\n" + "\n".join(rows))
    return "\n\n".join(part for part in parts if part) + "\n"


def _commands(command: Command, path: str) -> Iterator[tuple[str, Command]]:
    if not isinstance(command, TyperGroup):
        yield path, command
        return
    context = Context(command)
    for name in sorted(command.list_commands(context)):
        child = command.get_command(context, name)
        if child is not None and not child.hidden:
            yield from _commands(child, f"{path} {name}")


def _describe_option(command: Command, parameter: object) -> str:
    record = parameter.get_help_record(Context(command))  # type: ignore[attr-defined]  # typer's vendored Parameter
    return f"| `{_cell(record[0])}` | {_cell(record[1])} |" if record else ""


def render_errors() -> str:
    rows = sorted(
        {(each.code, each.status, each.title) for each in refusals()},
    )
    listed = "\n".join(f"| `{code}` | {status} | {_cell(title)} |" for code, status, title in rows)
    return (
        f"# Error codes\n\n{GENERATED}\n\nEvery refusal is `application/problem+json` with one of these codes in "
        "`code`; codes stay, titles may be reworded.\nOn the command line the code stands in brackets.\n\n"
        f"| code | status | title |\n|---|---|---|\n{listed}\n"
    )


def refusals() -> list[type[DomainError]]:
    """Every class of the error tree that code of ours can raise."""
    import truenorth

    for module in pkgutil.walk_packages(truenorth.__path__, "truenorth."):
        if ".tests" not in module.name and module.name != "truenorth.__main__":
            importlib.import_module(module.name)
    return list(_subclasses(DomainError))


def _subclasses(base: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in base.__subclasses__():
        if child.__module__.startswith("truenorth."):
            yield child
        yield from _subclasses(child)


def render_facts() -> str:
    from truenorth.domains.kit.facts import Fact, listeners

    heard = listeners()
    rows = []
    # A dataclass with slots is made anew by its decorator, so the bare class stands among the subclasses too.
    for name in sorted({f"{fact.__module__}.{fact.__qualname__}" for fact in Fact.__subclasses__()}):
        who = ", ".join(f"`{listener.removeprefix('truenorth.domains.')}`" for listener in heard.get(name, ()))
        rows.append(f"| `{name.removeprefix('truenorth.domains.')}` | {who or 'nobody yet'} |")
    return (
        f"# Facts\n\n{GENERATED}\n\nWhat a service announces inside its transaction, and who listens. A listener's "
        "writes stand or fall with the fact.\n\n| fact | heard by |\n|---|---|\n" + "\n".join(rows) + "\n"
    )


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": render_settings,
    "cli.md": render_commands,
    "errors.md": render_errors,
    "facts.md": render_facts,
}


def write_pages() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file, render in PAGES.items():
        (FOLDER / file).write_text(render())
