"""How notices reach the reader: entered, confirmed, chosen, tested, removed on one page."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from anhuan.notices.composing import code_of
from anhuan.notices.models import Address, Delivery

PAGE = "/me/notices/"


@pytest.fixture(autouse=True)
def _gateway(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.SMS_GATEWAY, settings.EMAIL_HOST = tmp_path, "file", ""


def way(response: Any) -> Any:
    (found,) = response.context["ways"]
    return found


def confirmed(inside: Client) -> Address:
    inside.post(f"{PAGE}sms/enter/", {"sms-target": "138 0000 1234"})
    row = Address.objects.get()
    inside.post(f"{PAGE}{row.pk}/confirm/", {"sms-code": code_of(row).lower()})
    row.refresh_from_db()
    return row


def test_notices_page_without_a_channel(inside: Client, settings: Any) -> None:
    settings.SMS_GATEWAY = ""

    assert inside.get(PAGE).context["ways"] == []


def test_notices_page_from_number_to_choice(inside: Client) -> None:
    row = confirmed(inside)
    changed = {"sms-version": row.version, "sms-what": "digest", "sms-hour": 18}
    inside.post(f"{PAGE}{row.pk}/prefer/", changed)

    line = way(inside.get(PAGE)).address
    assert (line.masked, line.confirmed, line.urgent, line.digest, line.hour) == (
        "138****1234",
        True,
        False,
        True,
        18,
    )


def test_notices_page_does_not_show_the_number(inside: Client) -> None:
    confirmed(inside)

    assert "1380000" not in inside.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "address, given, text",
    [
        ("sms/enter/", {"sms-target": "12"}, "看着不对。核对后重新填。"),
        ("email/enter/", {"email-target": "x"}, "这不是邮箱地址。照 anne@example.cn 这样填。"),
    ],
)
def test_notices_page_keeps_what_was_not_taken(
    inside: Client, settings: Any, address: str, given: dict[str, str], text: str
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    response = inside.post(PAGE + address, given)

    said = [str(each) for one in response.context["ways"] for each in one.form.errors.values()]
    assert (response.status_code, [text in each for each in said]) == (422, [True])


def test_notices_page_wrong_code(inside: Client) -> None:
    inside.post(f"{PAGE}sms/enter/", {"sms-target": "13800001234"})
    row = Address.objects.get()
    response = inside.post(f"{PAGE}{row.pk}/confirm/", {"sms-code": "0000-0000"})

    assert way(response).form.errors["code"] == ["验证码不对。错满五次，要去掉地址重新填。"]


def test_notices_page_test_and_remove(inside: Client) -> None:
    row = confirmed(inside)
    inside.post(f"{PAGE}{row.pk}/test/")
    sorts = list(Delivery.objects.order_by("id").values_list("sort", flat=True))
    inside.post(f"{PAGE}{row.pk}/remove/")

    assert (sorts, Address.objects.count(), Delivery.objects.count()) == (["code", "test"], 0, 0)


def test_notices_page_of_another_persons_address(inside: Client) -> None:
    row = confirmed(inside)
    Address.objects.filter(pk=row.pk).update(person=UUID(int=1))

    said = [
        inside.post(f"{PAGE}{row.pk}/{act}/").status_code
        for act in ("confirm", "prefer", "test", "remove")
    ]
    assert (said, inside.post(f"{PAGE}fax/enter/").status_code) == ([404] * 4, 404)


def test_notices_page_query_count(inside: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(6):
        inside.get(PAGE)
    confirmed(inside)
    inside.get(PAGE)
    with django_assert_num_queries(6):
        inside.get(PAGE)
