"""Every post of a firm has its duties and a holder who signed them, or shows as a gap."""

import pytest
from django.test import Client

from anhuan.duty.models import Signature
from anhuan.kernel.access import Role
from tests import factories as make
from tests.modules.cases.town import Town, _person


def places(response) -> list[tuple[str, str]]:
    return [(one.title, one.gap) for one in response.context["duty"].places]


def worker(town: Town, name: str = "胡军"):
    return _person(Role.FIRM_WORKER, "喷漆工", name, site=town.site.id)


def test_posts_without_signature_are_gaps(town: Town, firm: Client) -> None:
    make.post("焊工", role=Role.FIRM_WORKER, site=town.site.id, rank=90)
    page = firm.get("/firm/duties/")
    assert (page.context["duty"].coverage, sorted(places(page))) == (
        "0/3",
        [("安全员", "还没有签"), ("总经理", "还没有签"), ("焊工", "这个岗位没有人")],
    )


def test_signature_covers_the_post(town: Town, firm: Client) -> None:
    post = town.firm.seats[0].post
    page = firm.post(f"/firm/duties/{post}/sign/", follow=True)
    row = Signature.objects.get()
    assert (row.person_id, row.on_paper, page.context["duty"].coverage) == (
        town.firm.person,
        False,
        "1/2",
    )
    assert row.codes == ["firm-officer.check@20000101", "firm-worker.rules@20000101"]


def test_worker_signs_and_sees_nobody_else(town: Town, sign_in) -> None:
    who = worker(town)
    browser = sign_in(who)
    browser.post(f"/firm/duties/{who.seats[0].post}/sign/")
    page = browser.get("/firm/duties/")
    assert (page.context["duty"].sentence, places(page)) == ("你的责任书签好了", [])


def test_paper_signature_is_entered_for_a_worker_without_account(town: Town, firm) -> None:
    who = worker(town)
    post = who.seats[0].post
    firm.post(f"/firm/duties/{post}/paper/", {"signed_on": "2026-05-08"})
    row = Signature.objects.get()
    assert (row.person_id, row.on_paper, str(row.signed_on), row.by) == (
        who.person,
        True,
        "2026-05-08",
        town.firm.person,
    )


def test_new_holder_has_to_sign_again(town: Town, firm: Client) -> None:
    who = worker(town)
    post = who.seats[0].post
    firm.post(f"/firm/duties/{post}/paper/", {"signed_on": "2026-05-08"})
    from anhuan.territory.models import Appointment

    Appointment.objects.filter(post=post).update(person=make.person("新来的"))
    assert ("喷漆工", "还没有签") in places(firm.get("/firm/duties/"))


@pytest.mark.parametrize("signed_on", ["2026-05-12", "9999-12-31"])
def test_paper_of_a_day_to_come_is_refused(town: Town, firm: Client, signed_on: str) -> None:
    post = worker(town).seats[0].post
    response = firm.post(f"/firm/duties/{post}/paper/", {"signed_on": signed_on})
    assert (response.status_code, Signature.objects.count()) == (422, 0)


def test_worker_enters_no_paper_for_others(town: Town, sign_in) -> None:
    browser = sign_in(worker(town))
    post = town.firm.seats[0].post
    response = browser.post(f"/firm/duties/{post}/paper/", {"signed_on": "2026-05-08"})
    assert (response.status_code, Signature.objects.count()) == (403, 0)


def test_post_of_another_firm_is_not_found(town: Town, firm: Client) -> None:
    other = make.site("安澜市宏远机械有限公司", area=town.street)
    post = _person(Role.FIRM_WORKER, "车工", "何平", site=other.id).seats[0].post
    found = [
        firm.post(f"/firm/duties/{post}/{way}/", {"signed_on": "2026-05-08"}).status_code
        for way in ("sign", "paper")
    ]
    assert found == [404, 404]


@pytest.mark.parametrize("workers", [1, 3])
def test_duties_of_a_firm_ask_the_same_however_many_posts(
    town: Town, firm: Client, workers: int, django_assert_num_queries
) -> None:
    for number in range(workers):
        worker(town, f"工人{number}")
    with django_assert_num_queries(22):
        page = firm.get("/firm/duties/")
    assert len(places(page)) == workers + 2
