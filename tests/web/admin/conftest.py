"""A city with two districts, an administrator of one of them, and browsers signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from anhuan.kernel.access import Role
from anhuan.ops.catalogues import compile_catalogues
from anhuan.people.models import Account, Person
from anhuan.territory.models import Area, Post, Unit
from anhuan.territory.types import Level
from tests import factories as make


@pytest.fixture(scope="session", autouse=True)
def _catalogues() -> None:
    compile_catalogues()


@pytest.fixture(autouse=True)
def _quick(settings: object, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path  # type: ignore[attr-defined]
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


@dataclass
class Town:
    city: Area
    here: Area
    there: Area
    station: Unit
    post: Post
    officer: Person
    other_post: Post
    stranger: Person
    keeper: Person


@pytest.fixture
def town(rules: int) -> Town:
    """District “云溪区” with a keeper and an officer, district “平川县” with a stranger."""
    city = make.area("安澜市")
    here = make.area("云溪区", level=Level.COUNTY, parent=city)
    there = make.area("平川县", level=Level.COUNTY, parent=city)
    station, other = make.unit("云溪安监站", area=here), make.unit("平川安监站", area=there)
    post, other_post = make.post("副站长", unit=station), make.post("站长", unit=other)
    keeping = make.post("管理员", role=Role.ADMIN, unit=station)
    officer, stranger, keeper = (make.person(name) for name in ("陈立", "高远", "方宁"))
    make.appointed(officer, post)
    make.appointed(stranger, other_post)
    make.appointed(keeper, keeping)
    return Town(city, here, there, station, post, officer, other_post, stranger, keeper)


@pytest.fixture
def clock():
    with time_machine.travel(make.AT, tick=False) as traveller:
        yield traveller


def account_of(person: Person, username: str) -> Account:
    account = Account(person=person, username=username)
    account.set_password("青石桥下三点水")
    account.save()
    return account


@pytest.fixture
def enter(clock: object) -> Callable[[Person, str], Client]:
    def signed_in(person: Person, username: str) -> Client:
        browser = Client()
        browser.force_login(account_of(person, username))
        return browser

    return signed_in


@pytest.fixture
def keeper(town: Town, enter: Callable[[Person, str], Client]) -> Client:
    return enter(town.keeper, "fangning")


@pytest.fixture
def officer(town: Town, enter: Callable[[Person, str], Client]) -> Client:
    return enter(town.officer, "chenli")


def errors(response: object) -> list[str]:
    form = response.context["form"]  # type: ignore[attr-defined]
    return [str(text) for texts in form.errors.values() for text in texts]
