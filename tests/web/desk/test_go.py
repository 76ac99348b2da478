"""The address of a case in a message leads each reader to the page of their posts."""

import pytest
from django.test import Client

from anhuan.kernel.access import Role
from anhuan.people.models import Account
from tests import factories as make


def browser(role: Role) -> Client:
    firm = role is Role.FIRM_HEAD
    where = {"site": make.site().pk} if firm else {"unit": make.unit(area=make.area())}
    someone = make.person("林安")
    make.appointed(someone, make.post(role=role, **where))
    signed_in = Client()
    signed_in.force_login(Account.objects.create(person=someone, username="linan"))
    return signed_in


@pytest.mark.parametrize(
    "role, leads",
    [
        (Role.OFFICER, "/cases/C-2026-000318/"),
        (Role.LEADER, "/cases/C-2026-000318/"),
        (Role.FIRM_HEAD, "/firm/cases/C-2026-000318/"),
    ],
)
def test_go_leads_to_the_page_of_the_reader(
    rules: int, clock: object, role: Role, leads: str
) -> None:
    assert browser(role).get("/go/case/C-2026-000318/").headers["Location"] == leads


def test_go_without_a_sign_in(db: None) -> None:
    response = Client().get("/go/case/C-2026-000318/")

    assert response.headers["Location"] == "/sign-in/?next=/go/case/C-2026-000318/"


def test_go_to_a_task(rules: int, clock: object) -> None:
    response = browser(Role.OFFICE).get("/go/task/T-2026-000004/")

    assert response.headers["Location"] == "/tasks/T-2026-000004/"


def test_go_to_what_has_no_page(rules: int, clock: object) -> None:
    assert browser(Role.OFFICE).get("/go/export/1/").status_code == 404
