"""No page, no answer and no screen of the field ranks persons, follows them, or demands a photo
that a checklist does not ask for (国办函〔2026〕12号)."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path

import anhuan
from anhuan.api.openapi import document
from anhuan.inspections.services import open_visit
from anhuan.kernel.access import Viewer
from anhuan.people.models import Person
from anhuan.rulebook.queries import checklists_at
from tests import factories as make
from tests.modules.cases.town import Town, enter
from tests.web.conftest import LATER
from tests.web.ranking import of_answer, of_page

SOURCE = Path(anhuan.__file__).resolve().parent
FRONTEND = SOURCE.parent.parent / "frontend" / "src"
READERS = ("officer", "head", "clerk", "grid", "firm", "boss", "leader")
MOST = 150
FOLLOWS = re.compile(r"watchPosition|BackgroundFetch|periodicSync")
PERSONS = frozenset({"by", "by_id", "person", "person_id", "officer", "officers"})
ONE_INSTANT = {"evidence.Use"}
"""A photo says where and when it was taken, if its maker let it: one point of one thing."""
OF_FIRMS = {"self_score"}
"""A firm's own mark for its safety organisation: of a place, of nobody."""
NAMED = re.compile(r"score|rank|points|mileage|steps|track|check_?in|leaderboard", re.I)


def routes(found: Any, prefix: str = "") -> Iterator[str]:
    for each in found:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


PAGES = sorted({f"/{one}" for one in routes(get_resolver().url_patterns) if "<" not in one})


@pytest.fixture
def busy(town: Town) -> Town:
    """A town where three persons did different amounts of work."""
    for viewer, times in ((town.officer, 3), (town.grid, 2), (town.colleague, 1)):
        for n in range(times):
            enter(town, viewer, description=f"第 {n} 个问题 {viewer.name}")
            given = {"kind": "patrol", "site": town.site.id}
            open_visit(given=given, by=viewer, at=make.AT)
    return town


def seen_from(browser: Client, starts: list[str]) -> Iterator[tuple[str, HttpResponse]]:
    """The pages at ``starts`` and those they lead to, each kind of address once."""
    waiting, kinds = list(starts), set()
    while waiting and len(kinds) < MOST:
        address = waiting.pop(0)
        kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|C-\d+-\d+|\d+", "N", address.split("?")[0])
        if kind in kinds:
            continue
        kinds.add(kind)
        answer = browser.get(address)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        yield address, answer
        found = re.findall(r'href="(/[^"#]*)"', answer.content.decode())
        waiting += [one for one in found if not one.startswith(("/static/", "/sign-out"))]


@pytest.mark.django_db
@pytest.mark.parametrize("reader", READERS)
def test_no_page_ranks_persons_or_follows_them(
    busy: Town, sign_in: Callable[[Viewer], Client], reader: str
) -> None:
    names = list(Person.objects.values_list("name", flat=True))
    browser = sign_in(getattr(busy, reader))
    looked = 0

    for address, answer in seen_from(browser, ["/", *PAGES]):
        looked += 1
        assert of_page(answer.content.decode(), names) == [], address

    assert looked >= 8


@pytest.mark.django_db
def test_no_answer_of_the_api_ranks_persons_or_follows_them(
    busy: Town, sign_in: Callable[[Viewer], Client]
) -> None:
    names = list(Person.objects.values_list("name", flat=True))
    browser = sign_in(busy.officer)
    addresses = [
        f"/api/v1{address}".replace("/api/v1/api/v1", "/api/v1")
        for address, methods in document()["paths"].items()
        if "get" in methods and "{" not in address
    ]

    answers = [(address, browser.get(address)) for address in addresses]

    found = [
        (address, of_answer(answer.json(), names))
        for address, answer in answers
        if answer.status_code == 200 and answer["Content-Type"] == "application/json"
    ]
    assert [one for one in found if one[1]] == []


def test_no_operation_takes_or_gives_what_ranks() -> None:
    named = [
        f"{name}.{field}"
        for name, schema in document()["components"]["schemas"].items()
        for field in schema.get("properties", {})
        if NAMED.search(field) and field not in OF_FIRMS
    ]

    assert named == []


def test_no_table_holds_where_a_person_was_when() -> None:
    following = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("anhuan.")
        and _columns(model, PERSONS)
        and any(name.endswith(("lon", "longitude")) for name in _names(model))
    }

    assert following <= ONE_INSTANT


def _names(model: type[models.Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}


def _columns(model: type[models.Model], wanted: frozenset[str]) -> set[str]:
    return _names(model) & wanted


def test_no_screen_asks_the_phone_again_and_again_where_it_is() -> None:
    files = [*FRONTEND.rglob("*.ts"), *FRONTEND.rglob("*.html")]

    following = [file.name for file in files if FOLLOWS.search(file.read_text(encoding="utf-8"))]

    assert (len(files) > 20, following) == (True, [])


def test_no_template_demands_a_photo() -> None:
    demanded = re.compile(r"<input[^>]*type=\"file\"[^>]*\brequired\b")

    found = [
        file.name
        for file in (SOURCE / "web").rglob("*.html")
        if demanded.search(file.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.django_db
def test_no_shipped_list_demands_a_photo(rules: int) -> None:
    later = LATER.replace(year=2027)

    demanded = [
        item.code
        for one in checklists_at(later).values()
        for item in one.checklist.items
        if item.photo
    ]

    assert (len(checklists_at(later)) >= 12, demanded) == (True, [])


# -- what is looked for is found: pages made for this test alone ---------------------------------

RANKED = """<table><tbody>
<tr><td>1</td><td>陈立</td><td>31 次</td></tr>
<tr><td>2</td><td>周敏</td><td>19 次</td></tr>
<tr><td>3</td><td>刘桂芳</td><td>4 次</td></tr></tbody></table>"""
FAIR = """<table><tbody>
<tr><td>陈立</td><td>副站长</td><td>138****0021</td></tr>
<tr><td>周敏</td><td>科员</td><td>138****0034</td></tr></tbody></table>"""


def _page(html: str) -> Callable[[HttpRequest], HttpResponse]:
    return lambda request: HttpResponse(html)


urlpatterns = [path("ranked/", _page(RANKED)), path("fair/", _page(FAIR))]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.web.test_no_tracks", MIDDLEWARE=[])
def test_page_that_ranks_persons_is_caught() -> None:
    names = ["陈立", "周敏", "刘桂芳"]

    ranked, fair = Client().get("/ranked/"), Client().get("/fair/")

    assert of_page(ranked.content.decode(), names) == ["persons ranked: 陈立, 周敏, 刘桂芳"]
    assert of_page(fair.content.decode(), names) == []


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<p>本月积分</p>", ["word 积分"]),
        ("<ol><li><b>陈立</b><b>9</b></li><li><b>周敏</b><b>7</b></li></ol>", None),
        ('<input type="file" name="photo" required>', ["photo demanded"]),
        ('<input type="file" name="photo">', []),
        ("<p>云溪区 9 件，平川县 7 件</p>", []),
    ],
)
def test_page_made_wrong_is_caught(html: str, problem: list[str] | None) -> None:
    expected = ["persons ranked: 陈立, 周敏"] if problem is None else problem

    assert of_page(html, ["陈立", "周敏"]) == expected


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"rows": [{"name": "陈立", "done": 9}, {"name": "周敏", "done": 3}]}, "persons ranked"),
        ([{"lon": 1.0, "lat": 2.0, "at": "a"}, {"lon": 1.1, "lat": 2.0, "at": "b"}], "positions"),
        ([{"name": "云溪区", "done": 9}, {"name": "平川县", "done": 3}], ""),
    ],
)
def test_answer_made_wrong_is_caught(answer: Any, problem: str) -> None:
    found = of_answer(answer, ["陈立", "周敏"])

    assert [one.startswith(problem) for one in found] == ([True] if problem else [])
