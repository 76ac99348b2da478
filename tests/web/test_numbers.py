"""Every page that takes a number from its address answers one that is none as not found."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from anhuan.kernel.access import Role, Viewer
from tests import factories as make
from tests.modules.cases.town import Town

MARK = "Q7Z9"
ODD = {
    "nul": f"{MARK}%00",
    "surrogate": f"{MARK}%ED%A0%80",
    "long": MARK + "9" * 10_000,
    "line": f"{MARK}%0A",
    "wide": f"{MARK}%EF%BC%91",
}
OTHERS = {
    "act": "note",
    "action": "note",
    "document": "01a200e9-1e09-732d-adfb-7c49c1303807",
}
AUDIENCES = ("account", "admin", "desk", "firm", "lead")


def _routes(found: Any, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for each in found:
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route, each.namespace or space)
        elif isinstance(each, URLPattern) and "<str:number>" in route:
            yield space, route


ROUTES = sorted(set(_routes(get_resolver().url_patterns)))


@pytest.fixture
def signed_in(town: Town, sign_in: Callable[[Viewer], Client]) -> Callable[[str], Client]:
    """A browser of somebody whose pages those are."""
    keeper = make.person("柳青")
    make.appointed(keeper, make.post("管理员", role=Role.ADMIN, unit=town.office))
    whose = {
        "account": town.officer,
        "admin": make.viewer_for(keeper),
        "desk": town.officer,
        "firm": town.firm,
        "lead": town.leader,
    }
    return lambda space: sign_in(whose[space])


def test_every_audience_has_such_pages() -> None:
    assert tuple(sorted({space for space, _ in ROUTES})) == AUDIENCES


@pytest.mark.parametrize("odd", sorted(ODD))
@pytest.mark.parametrize("space", AUDIENCES)
def test_number_that_is_none_is_not_found_and_not_looked_for(
    space: str, odd: str, signed_in: Callable[[str], Client]
) -> None:
    browser, answers, asked = signed_in(space), {}, []
    for route in (route for each, route in ROUTES if each == space):
        path = "/" + route.replace("<str:number>", ODD[odd])
        for name, value in OTHERS.items():
            path = path.replace(f"<str:{name}>", value).replace(f"<uuid:{name}>", value)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(path)
            if answer.status_code == 405:
                answer = browser.post(path)
        answers[route] = answer.status_code
        asked += [each["sql"] for each in queries if MARK in each["sql"]]

    assert (set(answers.values()), asked) == ({404}, []), answers


@pytest.mark.parametrize("odd", ["nul", "long"])
def test_code_of_a_rule_that_is_none_is_not_found_and_not_looked_for(
    odd: str, signed_in: Callable[[str], Client]
) -> None:
    browser = signed_in("admin")

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(f"/admin/rules/term/{ODD[odd]}/")

    assert answer.status_code == 404
    assert [each["sql"] for each in queries if MARK in each["sql"]] == []


def test_mark_of_a_page_of_sites_that_is_none_opens_the_first(
    signed_in: Callable[[str], Client],
) -> None:
    browser, after = signed_in("desk"), OTHERS["document"]

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(f"/sites/?q=%00&name={ODD['nul']}&after={after}")

    assert answer.status_code == 200
    assert answer.content.decode().count("恒泰家具") == 1
    assert [each["sql"] for each in queries if MARK in each["sql"]] == []
