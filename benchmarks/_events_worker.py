"""A process of its own for one engine: reads commands as JSON lines, answers with a JSON line each."""

import json
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TextIO

from _events_answers import digest
from _events_measure import measure


class Engine(Protocol):
    """What a process asks; answers are told in the form in which they are compared."""

    def about(self) -> dict[str, Any]: ...

    def ask(self, question: str) -> Any: ...  # noqa: ANN401

    def told(self, question: str, answer: Any) -> object: ...  # noqa: ANN401


def _engine(name: str, home: Path) -> Engine:
    """Only the engine that is asked for is imported."""
    if name == "chdb":
        from _events_chdb import Chdb

        return Chdb(home)
    if name == "duckdb":
        from _events_duckdb import Duckdb

        return Duckdb(home)
    from _events_truenorth import Truenorth

    return Truenorth(home, name)


def _once(name: str, home: Path, events: int) -> dict[str, Any]:
    from _events_loads import ingest, load

    return ingest(home, events) if name == "ingest" else load(home, events, name)


def _answers() -> TextIO:
    """Where answers go; whatever else is printed goes where errors do."""
    kept = os.dup(1)
    os.dup2(2, 1)
    return os.fdopen(kept, "w", encoding="utf-8", buffering=1)


def main() -> None:
    what, name, folder, events = sys.argv[1:]
    answers, home = _answers(), Path(folder).resolve()
    if what == "once":
        print(json.dumps(_once(name, home, int(events))), file=answers)
        return
    try:
        engine = _engine(name, home)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        print(json.dumps({"missing": error.name}), file=answers)
        return
    print(json.dumps(engine.about()), file=answers)
    for line in sys.stdin:
        question = json.loads(line)
        measured, answer = measure(partial(engine.ask, question))
        told = engine.told(question, answer)
        print(json.dumps({**vars(measured), "digest": digest(told), "told": _short(told)}), file=answers)


def _short(told: object) -> str:
    text = json.dumps(told)
    return text if len(text) <= 100 else f"{text[:100]} …"


if __name__ == "__main__":
    main()
