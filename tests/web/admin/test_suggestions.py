"""Suggestions wait for an answer and get one."""

import pytest
from django.test import Client

from anhuan.people import services
from anhuan.people.models import Suggestion
from tests.factories import AT

from .conftest import Town, errors

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("number", [1, 3])
def test_suggestions_wait(
    keeper: Client, town: Town, number: int, django_assert_num_queries
) -> None:
    for _ in range(number):
        services.suggest(text=SCRIPT, page=SCRIPT, by=town.officer.id, at=AT)
    with django_assert_num_queries(10):
        response = keeper.get("/admin/suggestions/")
    assert (response.context["sentence"], SCRIPT in response.content.decode()) == (
        f"{number} 条意见等你答复",
        False,
    )


def test_suggestion_answered_once(keeper: Client, town: Town) -> None:
    number, _code = services.suggest(text="字太小", page="", by=town.officer.id, at=AT)
    address = f"/admin/suggestions/{number}/answer/"
    empty = keeper.post(address, {"answer": " "})
    keeper.post(address, {"answer": "下周改大"})
    again = keeper.post(address, {"answer": "再说一遍"})
    page = keeper.get("/admin/suggestions/").context
    assert (empty.status_code, again.status_code, len(errors(again))) == (422, 422, 1)
    assert (page["sentence"], [one.answer for one in page["answered"]]) == (
        "意见都答复了",
        ["下周改大"],
    )


def test_suggestions_are_not_for_an_officer(officer: Client, town: Town) -> None:
    number, _code = services.suggest(text="字太小", page="", by=None, at=AT)
    seen = officer.get("/admin/suggestions/")
    done = officer.post(f"/admin/suggestions/{number}/answer/", {"answer": "我来答"})
    assert (seen.status_code, done.status_code) == (403, 403)
    assert Suggestion.objects.get().answer == ""


def test_suggestion_that_is_not_there_is_not_found(keeper: Client, town: Town) -> None:
    assert keeper.get("/admin/suggestions/S-2026-999999/answer/").status_code == 404
