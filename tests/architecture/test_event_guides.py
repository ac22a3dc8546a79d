"""The guides on events name all that can be asked and typed, and show pictures that are there."""

import re
from pathlib import Path

import typer
from typer.core import TyperGroup

import truenorth.engines.events
from truenorth.cli.events import app
from truenorth.engines.events import Plan

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
GUIDES = "".join(path.read_text(encoding="utf-8") for path in sorted((DOCS / "guides").glob("events*.md")))


def test_every_question_on_events_is_in_the_guides() -> None:
    exported = [getattr(truenorth.engines.events, name) for name in truenorth.engines.events.__all__]
    questions = {each.__name__ for each in exported if isinstance(each, type) and issubclass(each, Plan)} - {"Plan"}

    assert {name for name in questions if f"`{name}`" not in GUIDES} == set()


def test_every_command_on_events_is_in_the_guides() -> None:
    group = typer.main.get_command(app)

    assert isinstance(group, TyperGroup)
    assert {name for name in group.commands if f"truenorth events {name}" not in GUIDES} == set()


def test_the_guides_show_every_picture_there_is_and_no_other() -> None:
    shown = set(re.findall(r"\.\./images/(events-[\w-]+\.svg)", GUIDES))

    assert shown == {path.name for path in (DOCS / "images").glob("events-*.svg")}
