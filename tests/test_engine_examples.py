"""The engines' docstrings are their manual: every example runs, and every public function has one."""

import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path
from types import ModuleType

import pytest

import truenorth.engines

NOT_MANUALS = ("tests", "conftest")


GUIDES = Path(__file__).resolve().parent.parent / "docs" / "guides"
GUIDES_OF_ENGINES = (
    "statistics",
    "why-undecided",
    "experiments",
    "flags",
    "ranking",
    "roadmap",
    "sequencing",
    "engineering",
    "events",
    "events-semantics",
    "events-files",
    "events-ingestion",
    "events-scaling",
)


def modules() -> list[str]:
    return [
        found.name
        for found in pkgutil.walk_packages(truenorth.engines.__path__, "truenorth.engines.")
        if not set(NOT_MANUALS) & set(found.name.split("."))
    ]


def faces() -> list[ModuleType]:
    named = [importlib.import_module(name) for name in modules() if name.count(".") == 2]
    return [module for module in named if hasattr(module, "__path__")]


@pytest.mark.parametrize("name", modules())
def test_examples_run(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(name))
    assert outcome.failed == 0


@pytest.mark.parametrize("face", faces(), ids=lambda face: str(face.__name__))
def test_every_public_function_has_an_example(face: ModuleType) -> None:
    public = {name: getattr(face, name) for name in face.__all__}
    silent = [
        name for name, thing in public.items() if inspect.isfunction(thing) and ">>>" not in (thing.__doc__ or "")
    ]
    assert silent == []


@pytest.mark.parametrize("name", GUIDES_OF_ENGINES)
def test_the_guides_run(name: str) -> None:
    outcome = doctest.testfile(str(GUIDES / f"{name}.md"), module_relative=False, encoding="utf-8")
    assert (outcome.failed, outcome.attempted > 0) == (0, True)
