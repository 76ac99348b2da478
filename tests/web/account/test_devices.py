"""My phones: enrolled in the session, listed, ended when one is lost."""

from datetime import timedelta

import pytest
from django.test import Client

from anhuan.devices.models import Device
from anhuan.devices.services import use_device
from anhuan.devices.types import DeviceUse, Ended
from anhuan.people.models import Account
from anhuan.people.services import add_person, open_account
from tests.web.account.conftest import AT, PASSWORD

ENROL = "/account/devices/enrol/"


def browser_for(name: str, username: str) -> Client:
    person = add_person(name=name, by=None, at=AT)
    key = open_account(person_id=person, username=username, password=PASSWORD, by=None, at=AT)
    browser = Client()
    browser.force_login(Account.objects.get(pk=key))
    return browser


@pytest.fixture
def mine(db: None, clock: object) -> Client:
    return browser_for("刘桂芳", "liuguifang")


def test_phone_is_enrolled_with_a_secret_that_is_shown_this_once(mine: Client) -> None:
    made = mine.post(ENROL, {"name": "HarmonyOS"})

    answer = made.json()
    assert (made.status_code, answer["person"]["name"]) == (201, "刘桂芳")
    assert answer["expires"] == (AT + timedelta(days=14)).isoformat()
    found = use_device(secret=answer["secret"], at=AT)
    assert isinstance(found, DeviceUse)
    assert str(found.device) == answer["device"]
    page = mine.get("/account/devices/").content.decode()
    assert "HarmonyOS" in page
    assert answer["secret"] not in page


def test_enrolment_without_a_name_says_so_as_data(mine: Client) -> None:
    refused = mine.post(ENROL, {"name": " "})

    assert (refused.status_code, refused.json()["code"]) == (422, "missing")
    assert mine.post(ENROL, {"name": "x", "device": "no id"}).status_code == 201


def test_enrolment_needs_a_session_and_its_token(mine: Client) -> None:
    stranger, strict = Client(), Client(enforce_csrf_checks=True)
    strict.cookies = mine.cookies

    assert stranger.post(ENROL, {"name": "x"}).status_code == 302
    assert strict.post(ENROL, {"name": "x"}).status_code == 403
    assert Device.objects.count() == 0


def test_lost_phone_is_ended_by_its_owner_and_by_nobody_else(mine: Client) -> None:
    made = mine.post(ENROL, {"name": "旧手机"}).json()
    lost = f"/account/devices/{made['device']}/lost/"

    other = browser_for("周敏", "zhoumin").post(lost)
    own = mine.post(lost)

    assert (other.status_code, own.status_code) == (404, 302)
    assert use_device(secret=made["secret"], at=AT) == Ended(revoked=True)
    assert lost not in mine.get("/account/devices/").content.decode()
