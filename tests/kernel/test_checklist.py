"""Checklists: what may stand in one, and which answers it takes."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.case import Domain, Grade
from anhuan.kernel.checklist import (
    MOST_COMMON,
    MOST_ITEMS,
    Answer,
    Answered,
    Checklist,
    Item,
    Tally,
    check_answers,
    checklist_from_data,
    proposed,
    tally,
)
from anhuan.kernel.industries import Field
from anhuan.kernel.refusal import Refusal, Why

ITEM: dict[str, Any] = {
    "code": "fs-01",
    "topic": "加油区",
    "text": "加油机与油罐之间有紧急切断装置，能动作",
    "domain": "safety",
    "field": "emergency",
    "basis_from": "2021-10-01",
    "common": ["切断按钮失灵", "没有标牌"],
}
CODES = ("a", "b", "c")


def pack(**more: Any) -> dict[str, Any]:
    return {"object": "加油站", "industries": ["5265"], "items": [ITEM], **more}


def listed(*codes: str, **more: Any) -> Checklist:
    items = tuple(
        Item(code=code, topic="区", text="项", domain=Domain.SAFETY, field=Field.FIRE, **more)
        for code in codes
    )
    return Checklist(object="小商铺", industries=(), items=items)


def refused(answers: Sequence[Answered], *, ended: bool = False, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        check_answers(listed(*CODES, **more), answers, ended=ended)
    return caught.value


def test_checklist_is_read_whole() -> None:
    found = checklist_from_data(pack())

    item = found.items[0]
    assert (found.object, found.industries, item.code, item.common) == (
        "加油站",
        ("5265",),
        "fs-01",
        ("切断按钮失灵", "没有标牌"),
    )
    assert (item.photo, item.grade) == (False, Grade.GENERAL)


@pytest.mark.parametrize(
    "value",
    [
        pack(items=[]),
        pack(items=[ITEM, ITEM]),
        pack(items=[{**ITEM, "code": str(n)} for n in range(MOST_ITEMS + 1)]),
        pack(object=""),
        pack(object=" 加油站"),
        pack(industries=["加油"]),
        pack(industries=[5265]),
        pack(items=[ITEM | {"domain": "weather"}]),
        pack(items=[ITEM | {"field": "anybody"}]),
        pack(items=[ITEM | {"photo": "yes"}]),
        pack(items=[ITEM | {"basis_from": "2021-13-01"}]),
        pack(items=[ITEM | {"common": ["词"] * (MOST_COMMON + 1)}]),
        pack(items=[ITEM | {"common": [""]}]),
        pack(items=[ITEM | {"text": "长" * 401}]),
        pack(items=[ITEM | {"fix": 7}]),
    ],
)
def test_checklist_that_is_none_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        checklist_from_data(value)


def test_item_that_meets_a_criterion_is_graded_major() -> None:
    found = checklist_from_data(pack(items=[ITEM | {"major": "工贸重大隐患判定标准 第十一条"}]))

    assert found.items[0].grade is Grade.MAJOR


def test_answer_to_an_item_the_list_lacks_is_refused() -> None:
    found = refused([Answered(item="z", answer=Answer.CONFORMS)])

    assert found == Refusal(Why.MALFORMED, field="answers", item="z")


def test_two_answers_to_one_item_are_refused() -> None:
    found = refused([Answered(item="a", answer=one) for one in (Answer.CONFORMS, Answer.FAILS)])

    assert found == Refusal(Why.MALFORMED, field="answers", item="a")


@pytest.mark.parametrize("answer", [Answer.NOT_APPLICABLE, Answer.NOT_CHECKED])
def test_what_was_not_looked_at_needs_a_reason(answer: Answer) -> None:
    found = refused([Answered(item="a", answer=answer, reason=" ")])

    assert found == Refusal(Why.MISSING, field="reason", item="a")


def test_picture_is_needed_only_where_the_list_wants_one_of_what_fails() -> None:
    check_answers(listed(*CODES, photo=True), [Answered(item="a", answer=Answer.CONFORMS)])
    check_answers(listed(*CODES), [Answered(item="a", answer=Answer.FAILS)])

    found = refused([Answered(item="a", answer=Answer.FAILS)], photo=True)

    assert found == Refusal(Why.NEEDS_EVIDENCE, item="a", least=1)


def test_ended_list_leaves_no_item_open() -> None:
    found = refused([Answered(item="a", answer=Answer.CONFORMS)], ended=True)

    assert found == Refusal(Why.MISSING, field="answers", item="b", left=2)


def test_tally_counts_only_what_was_looked_at_as_checked() -> None:
    found = tally(listed(*CODES), {"a": Answer.FAILS, "b": Answer.NOT_CHECKED})

    assert found == Tally(conforms=0, fails=1, not_applicable=0, not_checked=1, open=1)
    assert found.checked == 1


@given(st.dictionaries(st.sampled_from(CODES), st.sampled_from(Answer)))
def test_tally_adds_up_to_the_items(given_: dict[str, Answer]) -> None:
    found = tally(listed(*CODES), given_)

    whole = found.conforms + found.fails + found.not_applicable + found.not_checked + found.open
    assert whole == len(CODES)


def test_lists_are_proposed_from_the_most_particular_to_the_general() -> None:
    lists = {
        "any": listed("a"),
        "retail": checklist_from_data(pack(industries=["52"])),
        "fuel": checklist_from_data(pack(industries=["5265"])),
        "school": checklist_from_data(pack(industries=["83"])),
    }

    assert proposed(lists, "5265") == ["fuel", "retail", "any"]
    assert proposed(lists, "") == ["any"]
