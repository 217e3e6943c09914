"""The chain: whatever is done to a line afterwards is found."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from llave.staff.chain import Entry, Head, Line, What, first_break, following
from tests.fakes import NOW

LINES = st.lists(
    st.builds(
        Line,
        who=st.sampled_from(["st-1", "st-2"]),
        what=st.sampled_from(What),
        at=st.integers(0, 10**6).map(lambda ms: NOW + timedelta(milliseconds=ms)),
        refs=st.dictionaries(st.sampled_from(["case", "role"]), st.text(max_size=5)),
    ),
    min_size=2,
    max_size=8,
)


def chained(lines: list[Line]) -> tuple[list[Entry], Head]:
    entries: list[Entry] = []
    head = Head()
    for line in lines:
        entry = following(head, line)
        entries.append(entry)
        head = Head(entry.number, entry.hash)
    return entries, head


@given(LINES)
def test_what_was_written_one_after_the_other_is_whole(lines):
    entries, head = chained(lines)

    assert first_break(entries, head) is None
    assert first_break(entries, head, Head(1, entries[0].hash)) is None


@given(LINES, st.data())
def test_a_line_that_says_something_else_is_found_where_it_stands(lines, data):
    entries, head = chained(lines)
    at = data.draw(st.integers(0, len(entries) - 1))
    line = entries[at].line
    other = data.draw(
        st.sampled_from(
            [
                replace(line, who="st-3"),
                replace(line, at=line.at + timedelta(milliseconds=1)),
                replace(line, refs={**line.refs, "more": "x"}),
                replace(line, what=next(what for what in What if what is not line.what)),
            ]
        )
    )
    entries[at] = replace(entries[at], line=other)

    assert first_break(entries, head) == at + 1


@given(LINES, st.data())
def test_a_line_that_is_gone_is_found(lines, data):
    entries, head = chained(lines)
    at = data.draw(st.integers(0, len(entries) - 1))
    del entries[at]

    assert first_break(entries, head) == at + 1


@given(LINES, st.data())
def test_lines_that_changed_places_are_found(lines, data):
    entries, head = chained(lines)
    at = data.draw(st.integers(0, len(entries) - 2))
    entries[at], entries[at + 1] = entries[at + 1], entries[at]

    assert first_break(entries, head) == at + 1


@given(LINES, st.data())
def test_a_chain_written_anew_from_some_line_on_is_found_by_a_known_end(lines, data):
    _, known = chained(lines)
    at = data.draw(st.integers(0, len(lines) - 1))
    forged, end = chained([*lines[:at], replace(lines[at], who="st-3"), *lines[at + 1 :]])

    assert first_break(forged, end) is None
    assert first_break(forged, end, known) is not None


def test_nothing_is_whole_and_a_head_without_lines_is_not():
    assert first_break([], Head()) is None
    assert first_break([], Head(1, "x")) == 1
