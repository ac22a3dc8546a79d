from pathlib import Path

import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.text import (
    Transcript,
    TranscriptEmpty,
    TranscriptMalformed,
    TurnWithoutTime,
    parse_transcript,
    render_vtt,
)
from truenorth.engines.text.turns import Utterance, assemble


def spoken(transcript: Transcript) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in transcript.turns]


def test_webvtt_gives_speakers_times_and_words() -> None:
    data = (
        "\ufeffWEBVTT - Call with Acme\r\nKind: captions\r\n\r\n"
        "NOTE made by a machine\r\nover two lines\r\n\r\n"
        "STYLE\r\n::cue { color: red }\r\n\r\n"
        "1\r\n00:00:01.000 --> 00:00:02.500 align:start position:10%\r\n"
        "<v.loud Ada Lovelace>Where is <i>export</i>?</v>\r\n\r\n"
        "00:03.000 --> 00:04.000\r\nBen: It &amp; I\r\nwent <00:03.500>home\r\n"
    )
    transcript = parse_transcript(data, filename="call.vtt")
    assert transcript.format == "webvtt"
    assert spoken(transcript) == [("Ada Lovelace", "Where is export?"), ("Ben", "It & I went home")]
    assert [(turn.start_ms, turn.end_ms) for turn in transcript.turns] == [(1000, 2500), (3000, 4000)]


def test_two_voices_in_one_cue_are_two_turns() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>one</v>\n<v Ben>two</v>\n"
    assert spoken(parse_transcript(data)) == [("Ada", "one"), ("Ben", "two")]


def test_a_colon_inside_a_sentence_makes_no_speaker() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\nso the thing is: nobody looks there\n"
    assert spoken(parse_transcript(data)) == [(None, "so the thing is: nobody looks there")]


def test_srt_is_read_with_its_overrides_and_dashes() -> None:
    data = (
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color='red'>- Hi.</font>\n- Hello.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\nADA: So\nthen\n"
    )
    transcript = parse_transcript(data, filename="call.srt")
    assert transcript.format == "srt"
    assert spoken(transcript) == [(None, "Hi."), (None, "Hello."), ("ADA", "So then")]


def test_tab_separated_rows_are_read_with_a_header_chat_senders_and_wrapped_lines() -> None:
    data = (
        "time\tspeaker\ttext\n00:00:07\tAda:\tHello\n00:00:09\tFrom Ben to Everyone:\tHi\n\tagain\n"
        "00:00:11\t00:00:12\tCleo\tTimes twice\n"
    )
    transcript = parse_transcript(data, filename="chat.txt")
    assert transcript.format == "tabs"
    assert spoken(transcript) == [("Ada", "Hello"), ("Ben", "Hi again"), ("Cleo", "Times twice")]
    assert transcript.turns[2].end_ms == 12_000


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Ada: Hello\nthere\n\nBen: Yes", [("Ada", "Hello there"), ("Ben", "Yes")]),
        ("[00:01:02] Ada: Hello\n00:01:05 - 00:01:07 Ben: Yes", [("Ada", "Hello"), ("Ben", "Yes")]),
        (
            "Ada Lovelace  0:05\nHello\n\nSpeaker 2  0:09\nYes\nno",
            [("Ada Lovelace", "Hello"), ("Speaker 2", "Yes no")],
        ),
        ("00:05\nAda: Hello\n00:09\nBen: Yes", [("Ada", "Hello"), ("Ben", "Yes")]),
        (
            "Agenda: pricing\nLunch 12:30\n\nthey left",
            [(None, "Agenda: pricing"), (None, "Lunch 12:30"), (None, "they left")],
        ),
        ("see https://example.org: it broke", [(None, "see https://example.org: it broke")]),
        ("安娜：你好\n本：再见", [("安娜", "你好"), ("本", "再见")]),  # noqa: RUF001 - a Chinese colon
        ("Ada:\n\nBen:\nYes", [(None, "Ada:"), ("Ben", "Yes")]),
    ],
)
def test_prose_is_read_line_by_line(data: str, expected: list[tuple[str | None, str]]) -> None:
    assert spoken(parse_transcript(data)) == expected


def test_times_of_prose_are_kept() -> None:
    turns = parse_transcript("[00:01:02] Ada: Hello\nNotes\n\n1:00:05 Ben: Yes").turns
    assert [turn.start_ms for turn in turns] == [62_000, 3_605_000]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("no header\n\n00:01.000 --> 00:02.000\nHi", 1),
        ("WEBVTT\n00:01.000 --> 00:02.000\nHi", 2),
        ("WEBVTT\n\n1\n00:01.000 -> 00:02.000\nHi", 4),
        ("WEBVTT\n\n00:01.000 --> 00:0x.000\nHi", 3),
        ("WEBVTT\n\n00:01.000 -->\nHi", 3),
        ("WEBVTT\n\n00:05.000 --> 00:04.000\nHi", 3),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nHi", 3),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n00:03.000 --> 00:04.000\nHo", 5),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n\nno time for this", 6),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nH\0i", 4),
    ],
)
def test_a_broken_webvtt_is_refused_with_its_line(data: str, line: int) -> None:
    with pytest.raises(TranscriptMalformed) as refused:
        parse_transcript(data, filename="call.vtt")
    assert refused.value.line == line
    assert refused.value.field == "data"


@pytest.mark.parametrize(
    "data",
    ["", "\ufeff", " \n\n", "WEBVTT\n", "WEBVTT\n\nNOTE nobody\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n\n"],
)
def test_a_transcript_in_which_nobody_speaks_is_refused(data: str) -> None:
    with pytest.raises(TranscriptEmpty):
        parse_transcript(data)


def test_a_turn_without_a_time_has_no_place_in_webvtt() -> None:
    with pytest.raises(TurnWithoutTime, match="turn 1"):
        render_vtt(parse_transcript("Ada: Hello"))


def test_offsets_outside_of_the_text_have_no_turn() -> None:
    with pytest.raises(IndexError):
        parse_transcript("Ada: Hello").turn_at(10)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=":\uff1a\0"), min_size=1, max_size=20)
NAMES = st.none() | st.from_regex(r"[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?", fullmatch=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NAMES, WORDS, st.integers(0, 10**7), st.integers(0, 10**5)), min_size=1, max_size=8))
def test_writing_and_reading_webvtt_keeps_every_turn(cues: list[tuple[str | None, str, int, int]]) -> None:
    whole = assemble([Utterance(name, text, start, start + more) for name, text, start, more in cues], format="webvtt")
    if whole.turns:
        assert parse_transcript(render_vtt(whole)) == whole


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_gives_turns_whose_places_hold_their_words(data: str) -> None:
    try:
        transcript = parse_transcript(data)
    except (TranscriptEmpty, TranscriptMalformed):
        return
    text = transcript.plain_text
    for turn in transcript.turns:
        assert text[turn.begin : turn.finish] == turn.text
        assert transcript.turn_at(turn.begin) is turn
    assert text.count("\n") == len(transcript.turns) - 1


def test_recorded_calls_agree_with_another_reader(shared: Path) -> None:
    files = sorted(shared.glob("data/transcripts_vtt/*.vtt"))
    assert len(files) == 8
    for file in files:
        transcript = parse_transcript(file.read_text(encoding="utf-8"), filename=file.name)
        captions = webvtt.read(str(file)).captions
        said = [f"{turn.speaker}: {turn.text}" for turn in transcript.turns]
        assert said == [" ".join(caption.text.split()) for caption in captions]
        assert [turn.start_ms for turn in transcript.turns] == [
            round(c.start_in_seconds * 1000) + c.start_time.milliseconds for c in captions
        ]
        assert parse_transcript(render_vtt(transcript)).turns == transcript.turns
