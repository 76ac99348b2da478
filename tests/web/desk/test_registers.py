"""The registers on the desk: every number, why it is spoilt, and the table of it."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.test import Client

from anhuan.base.ids import new_id
from anhuan.documents.services import lease, spoil_leased
from anhuan.people.models import Disclosure
from tests import factories as make
from tests.modules.cases.town import Town
from tests.web.conftest import Enter
from tests.web.desk.test_visits import body, cells

pytestmark = pytest.mark.django_db
ORDER = "visit.order"


@pytest.fixture
def desk(town: Town, sign_in: Enter) -> Client:
    return sign_in(town.officer)


def spoilt(town: Town, count: int, reason: str = "纸弄湿了") -> None:
    """A block of ten, so many of them given back."""
    device = new_id()
    block = lease(form=ORDER, device=device, by=town.officer, at=make.AT)
    for serial in range(1, count + 1):
        spoil_leased(
            document_id=new_id(),
            lease=block,
            serial=serial,
            device=device,
            form=ORDER,
            reason=reason,
            by=town.officer,
            at=make.AT,
        )


def address(town: Town, year: int = 2026) -> str:
    return f"/register/{ORDER}/{town.station.id}/{year}/"


def test_registers_say_how_their_numbers_stand(town: Town, desk: Client) -> None:
    spoilt(town, 3)

    (row,) = cells(body(desk.get("/register/")))
    assert row == ["责令限期整改指令书", "枫林安监站", "10", "0", "3", "7"]


def test_register_says_why_a_number_is_spoilt(town: Town, desk: Client) -> None:
    spoilt(town, 1)

    rows = cells(body(desk.get(address(town))))
    assert [row[3] for row in rows] == [*["在手机号段"] * 9, "作废"]
    assert rows[-1][::4] == ["（枫林安监站）应急责改〔2026〕现1号", "纸弄湿了"]


def test_number_that_was_never_used_has_no_paper(town: Town, desk: Client) -> None:
    spoilt(town, 1)

    assert re.findall(r"/documents/[^\"]+", body(desk.get(address(town)))) == []


def test_register_of_another_unit_is_not_found(town: Town, sign_in: Enter) -> None:
    spoilt(town, 1)
    office = sign_in(town.clerk)

    answers = [office.get(address(town)), office.post(address(town) + "register.xlsx")]
    assert [one.status_code for one in answers] == [404, 404]
    assert cells(body(office.get("/register/"))) == []


def test_year_without_numbers_is_not_found(town: Town, desk: Client) -> None:
    spoilt(town, 1)

    assert desk.get(address(town, 2025)).status_code == 404


def test_table_keeps_text_as_text_and_is_logged(town: Town, desk: Client) -> None:
    spoilt(town, 1, reason="=HYPERLINK(1)")

    answer = desk.post(address(town) + "register.xlsx")

    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert (len(rows), rows[0][6].value, rows[0][6].data_type) == (10, "=HYPERLINK(1)", "s")
    assert Disclosure.objects.filter(what="document.register").count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_register_takes_as_many_queries_for_many(
    town: Town, desk: Client, count: int, django_assert_num_queries: Any
) -> None:
    spoilt(town, count)
    desk.get(address(town))

    with django_assert_num_queries(15):
        desk.get(address(town))
