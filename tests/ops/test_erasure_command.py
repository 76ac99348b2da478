"""An erasure asked for and confirmed at the command line, by two."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from anhuan.erasure.models import Erasure
from anhuan.ops import cli
from anhuan.people import services as people
from anhuan.people.models import Suggestion
from tests import factories as make
from tests.modules.erasure.standing import erasers, work

pytestmark = pytest.mark.django_db

NAME = "欧阳雪晴"
ASK = ("ask", "--ground", "purpose-met", "--reason", "本人申请")


@pytest.fixture(autouse=True)
def node(rules: int, tmp_path: Any, settings: Any) -> Iterator[None]:
    settings.DATA_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with time_machine.travel(make.AT, tick=False):
        for viewer, username in zip(erasers(make.area()), ("songya", "fangning"), strict=True):
            people.open_account(
                person_id=viewer.person,
                username=username,
                password="青石桥下三点水",
                by=None,
                at=make.AT,
            )
        people.suggest(text=f"{NAME}说字太小", page="", by=None, at=make.AT)
        yield


def said(capsys: Any, monkeypatch: Any, *words: str, typed: str = NAME) -> tuple[int, list[str]]:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    code = cli.main(["erasure", *words])
    found = capsys.readouterr()
    return code, (found.out or found.err).splitlines()


@pytest.mark.django_db(transaction=True)
def test_two_people_erase_at_the_command_line(capsys: Any, monkeypatch: Any) -> None:
    asked, lines = said(capsys, monkeypatch, *ASK, "--by", "songya", "--terms", "-")
    number = Erasure.objects.get().number
    own, why = said(capsys, monkeypatch, "confirm", number, "--by", "songya")
    second, _ = said(capsys, monkeypatch, "confirm", number, "--by", "fangning")
    work()

    assert (asked, own, second) == (0, 2, 0)
    assert lines[-2] == f"{number}：1 行数据、1 笔记录；说的是别人的在页面上打勾保留"
    assert [NAME in line for line in lines[:2]] == [True, True]
    assert why[0] == "是你提出来的，要第二个人定。请同事会签。"
    assert Suggestion.objects.get().text == "已依法删除说字太小"


@pytest.mark.parametrize(
    "words, chinese",
    [
        ((*ASK, "--by", "nobody", "--terms", "-"), "没有登录名 nobody"),
        ((*ASK, "--by", "songya", "--person", "nobody"), "没有登录名 nobody"),
        ((*ASK[:2], "because", *ASK[3:], "--by", "songya", "--terms", "-"), "没有情形 because"),
        ((*ASK, "--by", "songya", "--terms", "/nowhere"), "读不了 /nowhere"),
        (("confirm", "E-2026-999999", "--by", "songya"), ""),
    ],
)
def test_what_cannot_be_asked_is_said(
    capsys: Any, monkeypatch: Any, words: tuple[str, ...], chinese: str
) -> None:
    code, lines = said(capsys, monkeypatch, *words)

    assert (code, lines[0].startswith(chinese), Erasure.objects.count()) == (2, True, 0)
