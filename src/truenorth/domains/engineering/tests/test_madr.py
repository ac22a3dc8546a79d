from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.domains.engineering.rules import AdrStatus, Madr, revise_madr

MADR = """---
# This front matter is a comment's neighbour.
status: "accepted"
date: 2026-02-03
decision-makers: Alice, Bob
consulted:
  - "Doe, Jane"
  - Connie
informed: []
tags: [storage]
---

# Keep events in files

## Context and Problem Statement

The database is full of events.

```markdown
## Decision Outcome
Not this one.
```

<!-- a comment -->
## Decision Drivers

* cost
* speed

## Considered Options

* Files
* Another database

## Decision Outcome

Chosen option: "Files", because they are cheap.

### Consequences

* Good, because one folder holds all.
* Bad, because we write the compaction.

### Confirmation

A benchmark prints it.

### An aside of our own

Kept as it is.

## Pros and Cons of the Options

### Files

* Good, because cheap

## More Information

Look again in a year.
"""
OLD = """# Use Markdown

* Status: superseded by [ADR-0005](0005-use.md)
* Deciders: Alice, Bob
* Date: 2019-05-06

## Context

We wrote nowhere.

## Decision

We write here.
"""
NYGARD = "# 3. Use files\n\nDate: 2020-01-01\n\n## Status\n\nDeprecated\n\n## Context\n\nWords.\n"


def test_a_record_is_read_as_it_says_itself() -> None:
    read = Madr(MADR)

    assert (read.title, read.status, read.decided_on) == ("Keep events in files", AdrStatus.ACCEPTED, date(2026, 2, 3))
    assert read.people("deciders") == ("Alice", "Bob")
    assert read.people("consulted") == ("Doe, Jane", "Connie")
    assert read.people("informed") == ()
    assert read.section("context").startswith("The database is full of events.")
    assert "Not this one." in read.section("context")
    assert read.section("outcome") == 'Chosen option: "Files", because they are cheap.'
    assert read.section("consequences").startswith("* Good, because one folder")
    assert read.section("confirmation") == "A benchmark prints it."
    assert read.section("pros_and_cons") == "### Files\n\n* Good, because cheap"
    assert read.section("more_information") == "Look again in a year."


def test_records_of_before_the_front_matter_are_read_too() -> None:
    read = Madr(OLD)

    assert (read.status, read.status_words) == (AdrStatus.SUPERSEDED, "superseded by [ADR-0005](0005-use.md)")
    assert (read.people("deciders"), read.decided_on) == (("Alice", "Bob"), date(2019, 5, 6))
    assert (read.section("context"), read.section("outcome")) == ("We wrote nowhere.", "We write here.")
    assert Madr(NYGARD).status is AdrStatus.DEPRECATED


def test_a_change_rewrites_its_own_lines_and_no_others() -> None:
    changed = revise_madr(MADR, {"status": "superseded", "consequences": "* None", "deciders": ("Eve",)})

    expected = MADR.replace('status: "accepted"', "status: superseded").replace("Alice, Bob", "Eve")
    start, end = expected.index("* Good, because one"), expected.index("### Confirmation")
    assert changed == expected[:start] + "* None\n\n" + expected[end:]


def test_the_status_is_changed_where_it_stands() -> None:
    assert revise_madr(OLD, {"status": "rejected"}).splitlines()[2] == "* Status: rejected"
    assert "## Status\n\naccepted\n\n## Context" in revise_madr(NYGARD, {"status": "accepted"})


def test_a_new_record_is_written_in_the_order_of_madr() -> None:
    text = revise_madr(
        "",
        {
            "title": "Use files",
            "more_information": "None.",
            "consequences": "Good.",
            "outcome": "Files.",
            "context": "Full.",
            "status": "proposed",
            "deciders": ("Doe, Jane", "Bob"),
        },
    )

    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings == [
        "# Use files",
        "## Context and Problem Statement",
        "## Decision Outcome",
        "## Consequences",
        "## More Information",
    ]
    read = Madr(text)
    assert (read.section("outcome"), read.section("consequences")) == ("Files.", "Good.")
    assert read.people("deciders") == ("Doe, Jane", "Bob")


def test_consequences_stand_under_the_outcome_that_is_there() -> None:
    text = revise_madr("# T\n\n## Decision Outcome\n\nFiles.\n", {"consequences": "Good."})

    assert text == "# T\n\n## Decision Outcome\n\nFiles.\n\n### Consequences\n\nGood.\n\n"


def test_what_is_emptied_is_taken_out() -> None:
    text = revise_madr(MADR, {"drivers": "", "decided_on": "", "consulted": ()})

    assert "Decision Drivers" not in text
    read = Madr(text)
    assert (read.decided_on, read.people("consulted"), read.people("deciders")) == (None, (), ("Alice", "Bob"))
    assert read.section("options") == "* Files\n* Another database"


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff" + MADR.replace("\n", "\r\n")

    assert Madr(text).title == "Keep events in files"
    changed = revise_madr(text, {"status": "rejected", "confirmation": "A test."})
    assert changed.startswith("\ufeff---\r\n")
    assert changed.count("\n") == changed.count("\r\n")


@pytest.mark.parametrize("text", ["", "# Readme\n\nHello.\n", "## Context\n\nNo title.\n"])
def test_other_markdown_is_no_decision(text: str) -> None:
    assert not Madr(text).is_decision


def test_our_own_decisions_are_records() -> None:
    folder = Path(__file__).parents[5] / "docs/decisions"
    records = [Madr(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("0*.md"))]

    assert len(records) > 10
    assert all(record.title for record in records)


BREAKS = "#\0\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029`~"
SAFE = st.text(st.characters(codec="utf-8", exclude_characters=BREAKS), max_size=60)


@given(
    SAFE, st.sampled_from(["context", "drivers", "options", "outcome", "consequences", "confirmation", "pros_and_cons"])
)
@settings(max_examples=150, deadline=None)
def test_what_is_written_into_a_section_is_read_out_of_it_and_the_rest_stays(words: str, name: str) -> None:
    before, after = Madr(MADR), Madr(revise_madr(MADR, {name: words}))

    assert after.section(name) == words.strip()
    for other in ("context", "options", "outcome", "more_information"):
        if other != name:
            assert after.section(other) == before.section(other)
    assert after.people("consulted") == before.people("consulted")


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_the_reader(text: str) -> None:
    for document in (text, f"---\n{text}\n---\n# T\n", f"# T\n\n* Status: {text}\n## Context\n{text}"):
        read = Madr(document)
        assert (read.status in AdrStatus, isinstance(read.people("deciders"), tuple)) == (True, True)
        assert "".join(read.lines) == document


@pytest.mark.parametrize(
    ("line", "title"), [("# C#", "C#"), ("# Closed ##", "Closed"), ("#No", ""), ("####### No", "")]
)
def test_a_heading_is_read_as_markdown_has_it(line: str, title: str) -> None:
    assert Madr(line).title == title


def test_long_lines_are_read_in_no_time() -> None:
    text = "a" + " " * 200_000 + "\n# " + " #" * 100_000 + "\n- b" + " " * 200_000 + "\n## x" * 50_000

    assert Madr(text).section("context") == ""
