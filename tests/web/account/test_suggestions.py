"""Suggest or complain, and see the answer."""

from uuid import UUID

from django.test import Client

from anhuan.people import services
from anhuan.people.models import Suggestion

from .conftest import AT
from .test_sign_in import errors

SCRIPT = "<script>alert(1)</script>"


def test_suggestion_with_account(inside: Client, keeper: UUID) -> None:
    inside.post("/suggest/", {"text": "字太小", "page": "/cases/"})
    services.answer_suggestion(number="S-2026-000001", answer="下周改大", by=keeper, at=AT)
    line = inside.get("/suggest/").context["suggestions"][0]
    assert (line.text, line.page, line.answer) == ("字太小", "/cases/", "下周改大")


def test_suggestion_without_account(client: Client, keeper: UUID, clock: object) -> None:
    told = client.post("/suggest/", {"text": "打不开"}).context
    services.answer_suggestion(number=told["number"], answer="修好了", by=keeper, at=AT)
    found = client.post("/suggest/find/", {"number": told["number"], "code": told["code"]})
    assert [line.answer for line in found.context["suggestions"]] == ["修好了"]


def test_suggestion_of_another_stays_hidden(client: Client, inside: Client) -> None:
    inside.post("/suggest/", {"text": "只给我看"})
    assert client.get("/suggest/").context["suggestions"] == []
    guess = {"number": "S-2026-000001", "code": "AAAA-BBBB-CCCC"}
    response = client.post("/suggest/find/", guess)
    assert errors(response) == ["编号和查询码对不上。两个都核对一下。"]
    assert "只给我看" not in response.content.decode()


def test_suggestion_page_comes_from_the_link(client: Client, db: None) -> None:
    form = client.get("/suggest/", {"page": "/cases/?state=open"}).context["form"]
    assert form["page"].value() == "/cases/?state=open"


def test_suggestion_with_script_is_shown_as_text(inside: Client, keeper: UUID) -> None:
    inside.post("/suggest/", {"text": SCRIPT, "page": SCRIPT})
    services.answer_suggestion(number="S-2026-000001", answer=SCRIPT, by=keeper, at=AT)
    text = inside.get("/suggest/", {"page": SCRIPT}).content.decode()
    assert ("<script>" in text, text.count("&lt;script&gt;")) == (False, 3)


def test_suggestion_empty_is_asked_again(inside: Client) -> None:
    response = inside.post("/suggest/", {"text": "  "})
    assert (list(response.context["form"].errors), Suggestion.objects.count()) == (["text"], 0)


def test_suggestions_from_one_address_are_limited(client: Client, db: None, clock) -> None:
    for _ in range(20):
        client.post("/suggest/", {"text": "又来"})
    response = client.post("/suggest/", {"text": "又来"})
    assert errors(response) == ["试得太多了。09:15 以后再试，或找管理员解锁。"]
    assert Suggestion.objects.count() == 20
