"""What a form may hold: types, lengths, characters; anything else is refused, nothing crashes."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anhuan.kernel.case import Action
from anhuan.kernel.inputs import INPUTS, LONGEST, MOST_MONEY, REFERENCES, Type, parse, split
from anhuan.kernel.refusal import Refusal, Why
from tests.kernel.scenes import AT, DOOR, DUE, PLANT, TOWN, ready, valid

ONE = UUID(int=5)


def problem(action, **given_):
    with pytest.raises(Refusal) as caught:
        parse(action, given_)
    assert caught.value.why is Why.MALFORMED
    return caught.value.facts["field"], caught.value.facts["problem"]


@pytest.mark.parametrize("action", list(Action))
def test_parse_of_valid_inputs_keeps_them_all(action):
    given_ = valid(ready("underway", action), action, at=AT)

    assert parse(action, given_) == given_


@pytest.mark.parametrize("action", list(Action))
def test_parse_of_nothing_names_every_required_field(action):
    required = tuple(each.name for each in INPUTS[action] if each.required)

    if not required:
        assert parse(action, {}) == {}
        return
    with pytest.raises(Refusal) as caught:
        parse(action, {})
    assert caught.value == Refusal(Why.MISSING, fields=required)


def test_parse_of_blank_text_is_as_if_it_were_absent():
    with pytest.raises(Refusal) as caught:
        parse(Action.CONTROL, {"interim": " \n　 "})

    assert caught.value == Refusal(Why.MISSING, fields=("interim",))


def test_parse_leaves_out_optional_fields_that_are_empty():
    assert parse(Action.SUBMIT, {"done": " 已修 ", "money_fen": "", "workers_told": None}) == {
        "done": "已修"
    }


def test_parse_of_an_unknown_name_is_refused():
    assert problem(Action.CLOSE, state="closed") == ("state", "unknown")


def test_parse_of_a_very_long_unknown_name_answers_shortly():
    assert problem(Action.CLOSE, **{"x" * 5000: 1}) == ("x" * 64, "unknown")


@pytest.mark.parametrize("given_", [[], [1], "text", "", 7, None, True])
def test_parse_of_anything_but_an_object_is_refused(given_):
    with pytest.raises(Refusal) as caught:
        parse(Action.CLOSE, given_)

    assert caught.value == Refusal(Why.MALFORMED, field="", problem="object")


@pytest.mark.parametrize("value", [1, 1.5, True, ["甲"], {"a": 1}, b"x"])
def test_parse_of_text_that_is_none_is_refused(value):
    assert problem(Action.CONTROL, interim=value) == ("interim", "text")


@pytest.mark.parametrize(
    ("action", "name"), [(Action.CONTROL, "interim"), (Action.PLAN, "acceptor")]
)
def test_parse_of_text_up_to_its_length_is_taken_and_beyond_refused(action, name):
    longest = LONGEST[next(each.type for each in INPUTS[action] if each.name == name)]

    assert parse(action, {name: "安" * longest}) == {name: "安" * longest}
    assert problem(action, **{name: "安" * (longest + 1)}) == (name, "too-long")


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\ud800"])
def test_parse_of_text_nobody_can_store_is_refused(char):
    assert problem(Action.CONTROL, interim=f"围{char}挡") == ("interim", "control-character")


def test_parse_of_line_breaks_is_for_texts_only():
    assert parse(Action.CONTROL, {"interim": "停用\r\n\t围挡"}) == {"interim": "停用\r\n\t围挡"}
    assert problem(Action.PLAN, acceptor="郑远\n何川") == ("acceptor", "control-character")
    assert parse(Action.PLAN, {"acceptor": "郑远\t何川"}) == {"acceptor": "郑远\t何川"}


@pytest.mark.parametrize("value", ["未列", "GENERAL", 1, ["general"], {"a": 1}, True])
def test_parse_of_a_choice_not_offered_is_refused(value):
    assert problem(Action.GRADE, grade=value) == ("grade", "choice")


@pytest.mark.parametrize(
    "value",
    [
        "2026-3-1",
        "20260301",
        "2026-W10-1",
        "2026-02-30",
        "2026-03-01T00:00",
        "２０２６-03-01",
        "1999-12-31",
        "2101-01-01",
        "\ud800026-03-01",
        20260301,
        1.5,
        True,
        [2026, 3, 1],
        date(1999, 12, 31),
        datetime(2026, 3, 1, tzinfo=UTC),
    ],
)
def test_parse_of_another_date_than_a_plain_one_is_refused(value):
    assert problem(Action.SET_DUE, due_on=value) == ("due_on", "date")


@pytest.mark.parametrize("value", [DUE, DUE.isoformat()])
def test_parse_of_a_date_gives_the_day(value):
    assert parse(Action.SET_DUE, {"due_on": value}) == {"due_on": DUE}


@pytest.mark.parametrize(
    ("value", "flag"),
    [(True, True), (False, False), ("true", True), ("false", False), ("on", True), ("1", True)],
)
def test_parse_of_a_flag_gives_true_or_false(value, flag):
    assert parse(Action.SUBMIT, {"done": "完", "workers_told": value})["workers_told"] is flag


@pytest.mark.parametrize("value", [1, 0, 1.0, "yes", "TRUE", [True], {}])
def test_parse_of_a_flag_said_otherwise_is_refused(value):
    assert problem(Action.SUBMIT, workers_told=value) == ("workers_told", "flag")


@pytest.mark.parametrize(
    ("value", "fen"), [(0, 0), (1250, 1250), ("1250", 1250), (MOST_MONEY, MOST_MONEY)]
)
def test_parse_of_money_gives_whole_fen(value, fen):
    assert parse(Action.SUBMIT, {"done": "完", "money_fen": value})["money_fen"] == fen


@pytest.mark.parametrize(
    "value", [-1, MOST_MONEY + 1, 12.5, "12.50", "-3", "１２", "²", "1" * 16, True, [1], {}]
)
def test_parse_of_money_in_another_shape_is_refused(value):
    assert problem(Action.SUBMIT, money_fen=value) == ("money_fen", "money")


@pytest.mark.parametrize("value", ["x", 1, 1.5, True, [1], {"a": 1}])
def test_parse_of_a_reference_not_resolved_is_refused(value):
    assert problem(Action.REASSIGN, to_post=value) == ("to_post", "reference")


def test_parse_of_a_reference_passes_the_identifier_on():
    assert parse(Action.REASSIGN, {"to_post": ONE}) == {"to_post": ONE}


def test_split_keeps_for_replay_only_what_replay_needs():
    given_ = {**DOOR, "kind": "hazard", "reporter_name": "某居民", "spot": "二车间"}

    kept, erasable = split(Action.REGISTER, parse(Action.REGISTER, given_))

    assert sorted(kept) == ["domain", "found_on", "kind", "site", "source"]
    assert sorted(erasable) == ["description", "reporter_name", "spot"]


@pytest.mark.parametrize("action", list(Action))
def test_split_keeps_no_free_text_but_numbers_and_codes(action):
    texts = {each.name for each in INPUTS[action] if each.type in {Type.LINE, Type.TEXT}}
    kept, _ = split(action, {each.name: "x" for each in INPUTS[action]})

    codes = {Action.LIST: {"number"}, Action.REPORT: {"activity"}, Action.REGISTER: {"activity"}}
    assert texts & set(kept) == codes.get(action, set())


@pytest.mark.parametrize("action", list(Action))
def test_split_keeps_every_reference_and_date(action):
    needed = {each.name for each in INPUTS[action] if each.type in {*REFERENCES, Type.DATE}}
    kept, _ = split(action, {each.name: "x" for each in INPUTS[action]})

    assert needed - set(kept) == set()


@pytest.mark.parametrize("action", list(Action))
def test_inputs_of_an_act_have_names_of_their_own(action):
    names = [each.name for each in INPUTS[action]]

    assert len(names) == len(set(names))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
SURROGATES = st.text(st.characters(codec=None, categories=["Cs", "Cc", "Lo"]), max_size=12)
ALMOST = st.sampled_from(["general", "2026-03-04", "1200", "true", "hazard", "safety", "city"])


@st.composite
def forms(draw):
    action = draw(st.sampled_from(Action))
    names = st.sampled_from([each.name for each in INPUTS[action]] or ["none"]) | st.text(
        max_size=8
    )
    values = JSON | SURROGATES | ALMOST | st.sampled_from([PLANT, TOWN, DUE, AT])
    return action, draw(st.dictionaries(names, values, max_size=8))


@pytest.mark.long
@given(forms())
@example((Action.SUBMIT, {"money_fen": float("nan")}))
@example((Action.LIST, {"until": "9999-99-99", "number": "\x00" * 300}))
def test_parse_of_any_object_gives_values_or_a_refusal(form):
    action, given_ = form
    try:
        values = parse(action, given_)
    except Refusal as refusal:
        answer = refusal.why
    else:
        answer = None
        assert values.keys() <= given_.keys()
        assert all(each.name in values for each in INPUTS[action] if each.required)
        assert parse(action, values) == values

    assert answer in {None, Why.MALFORMED, Why.MISSING}


@pytest.mark.long
@given(st.sampled_from(Action), JSON)
def test_parse_of_any_json_raises_nothing_but_a_refusal(action, given_):
    required = any(each.required for each in INPUTS[action])
    try:
        values = parse(action, given_)
    except Refusal as refusal:
        answer = refusal.why
    else:
        answer = None
        assert not required
        assert values.keys() <= {each.name for each in INPUTS[action]}

    assert answer in {None, Why.MALFORMED, Why.MISSING}
