from datetime import date
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.cases.asking import COLUMNS, USUAL, Asked, asked_from, chosen_columns, pairs_of
from anhuan.cases.types import Filters, Sort
from anhuan.kernel.inputs import KINDS, SOURCES
from anhuan.kernel.refusal import Refusal, Why

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FILTERS = st.builds(
    Filters,
    query=st.sampled_from(["", "喷漆 车间", "C-2026"]),
    area=st.none() | st.uuids(),
    open=st.none() | st.booleans(),
    states=st.frozensets(st.sampled_from(["registered", "underway", "closed"])),
    kinds=st.frozensets(st.sampled_from(KINDS)),
    sources=st.frozensets(st.sampled_from(SOURCES)),
    grade=st.sampled_from(["", "general", "major"]),
    department=st.none() | st.uuids(),
    ball_side=st.sampled_from(["", "firm", "government"]),
    mine=st.booleans(),
    waiting=st.booleans(),
    watched=st.booleans(),
    overdue=st.booleans(),
    due_within=st.none() | st.integers(0, 366),
    found_from=st.none() | DAYS,
    found_to=st.none() | DAYS,
    listed=st.booleans(),
    relapsed=st.booleans(),
    round_from=st.none() | st.integers(0, 99),
)
ASKED = st.builds(
    Asked,
    filters=FILTERS,
    sort=st.sampled_from(Sort),
    columns=st.sets(st.sampled_from(COLUMNS)).map(chosen_columns),
    view=st.none() | st.uuids(),
)


@given(asked=ASKED)
def test_question_survives_its_query_string(asked):
    assert asked_from(parse_qsl(urlencode(pairs_of(asked)))) == asked


def test_question_empty_asks_for_the_open():
    assert asked_from([("q", " ")]) == Asked(filters=Filters(open=True))


def test_question_without_filters_is_written_as_any():
    assert pairs_of(Asked()) == [("open", "any")]


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("bogus", "1", "unknown"),
        ("area", "1 OR 1=1", "reference"),
        ("state", "overdue", "choice"),
        ("state", "new", "choice"),
        ("grade", "larger", "choice"),
        ("found_from", "20260511", "date"),
        ("found_to", "2026-02-30", "date"),
        ("round", "-1", "choice"),
        ("within", "９", "choice"),
        ("mine", "yes", "flag"),
        ("sort", "price", "choice"),
        ("columns", "phone", "choice"),
        ("q", "x" * 101, "too-long"),
        ("q", "a\x00b", "control-character"),
        ("after", "x" * 301, "cursor"),
    ],
)
def test_question_malformed(name, value, problem):
    with pytest.raises(Refusal) as refused:
        asked_from([(name, value)])
    assert refused.value == Refusal(Why.MALFORMED, field=name, problem=problem)


def test_question_twice_the_same_single_name():
    with pytest.raises(Refusal) as refused:
        asked_from([("grade", "major"), ("grade", "general")])
    assert refused.value.facts == {"field": "grade", "problem": "choice"}


def test_columns_keep_their_order_and_the_fixed_ones():
    assert chosen_columns(["source", "state"]) == ("due", "number", "state", "source")
    assert chosen_columns(USUAL) == USUAL


def test_view_of_the_address_is_kept():
    view = UUID("018f0000-0000-7000-8000-000000000001")
    assert asked_from([("view", str(view))]).view == view
