"""What no view answers still comes as a page of the product, with a way on."""

from http import HTTPStatus

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from anhuan.cases.words.refusals import sentence
from anhuan.kernel.refusal import Refusal, Why
from anhuan.web.parts import errors
from anhuan.web.parts.refusing import status_of
from tests.web.parts.conftest import words


def said(response: HttpResponse) -> str:
    html = response.content.decode()
    return words(html[html.index("<main") : html.index("</main>")])


def test_wrong_address_is_told_and_leads_back(client: Client, db: None) -> None:
    response = client.get("/nowhere/")

    assert (response.status_code, said(response)) == (
        HTTPStatus.NOT_FOUND,
        "安环 没有找到 这个网址没有页面。看看是不是少抄了一段。 回首页",
    )


def test_form_that_is_too_old_says_that_nothing_was_changed(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "chenli"})

    assert (response.status_code, said(response)) == (
        HTTPStatus.FORBIDDEN,
        "安环 没存上：这一页开得太久了 返回，刷新这一页再发一次。什么都没改动。 回首页",
    )


def test_own_fault_is_told_without_reader_or_menu(rf: RequestFactory) -> None:
    response = errors.broken(rf.get("/work/"))

    assert (response.status_code, said(response)) == (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "安环 没办成：是我们这边出了错 "
        "已经记下。过一分钟再试，或者告诉我们你当时在做什么。 回首页",
    )


@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.unreadable, HTTPStatus.BAD_REQUEST), (errors.forbidden, HTTPStatus.FORBIDDEN)],
)
def test_other_errors_answer_with_their_status(view, status, rf: RequestFactory) -> None:
    request = rf.get("/work/")
    request.session = {}

    assert view(request, None).status_code == status


def test_readings_that_are_away_are_told_as_for_a_while() -> None:
    refusal = Refusal(Why.READINGS_AWAY)

    with translation.override("zh-hans"):
        told = sentence(refusal)

    assert (status_of(refusal), told) == (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "存放监测数据的服务器没有应答。数据没有丢失：请过一分钟再试，或告诉系统的运维人员。",
    )
