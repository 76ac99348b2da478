"""Letters to firms: counted before they are sent, how far they got, what a firm sees of one."""

import re
from datetime import date

import pytest

from anhuan.kernel.access import Role
from anhuan.notices.models import Addressee, Circular
from anhuan.notices.services.circulars import send_circular
from anhuan.people.models import Account
from anhuan.territory.types import Level
from tests import factories as make

LIST_QUERIES = 12
FORM = {"title": "致企业的一封信", "body": "请自查。\n谢谢。", "to_sign": "on"}
HOSTILE = "<script>alert(1)</script>"


def sent(town, **more):
    given = {"title": "致企业的一封信", "body": f"请自查。{HOSTILE}"} | more
    return send_circular(
        given=given,
        area=town.county.id,
        industries=(),
        to_sign=True,
        unit=town.office.pk,
        by=town.clerk,
        at=make.AT,
    )


@pytest.fixture
def reachable(town):
    Account.objects.create(person_id=town.boss.person, username=f"u{town.boss.person.hex[-12:]}")


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    town, browser_of, django_assert_num_queries, n
):
    for _ in range(n):
        sent(town)
    clerk = browser_of(town.clerk)
    clerk.get("/letters/")

    with django_assert_num_queries(LIST_QUERIES):
        response = clerk.get("/letters/")

    assert len(re.findall(r'data-url="/letters/', response.content.decode())) == n


def test_letter_is_counted_before_it_is_sent(town, browser_of):
    clerk, given = browser_of(town.clerk), FORM | {"area": str(town.county.id)}

    looked = text(clerk.post("/letters/new/", given | {"step": "look"}))
    before = Circular.objects.count()
    done = clerk.post("/letters/new/", given | {"step": "send"})

    assert "将发给 1 家企业" in looked
    assert (before, done.status_code) == (0, 302)
    assert done.url == f"/letters/{Circular.objects.get().id}/"


def test_letter_without_text_is_refused_and_kept(town, browser_of):
    given = FORM | {"body": "", "area": str(town.county.id), "step": "send"}

    page = browser_of(town.clerk).post("/letters/new/", given)

    assert "致企业的一封信" in page.content.decode()
    assert (page.status_code, Circular.objects.count()) == (422, 0)


def test_officer_writes_none(town, browser_of):
    assert browser_of(town.officer).get("/letters/new/").status_code == 403


def test_firm_reads_and_signs(town, reachable, browser_of):
    key, boss = sent(town), browser_of(town.boss)

    home = boss.get("/firm/").content.decode()
    opened = boss.get(f"/firm/letters/{key}/").content.decode()
    read = text(browser_of(town.clerk).get(f"/letters/{key}/"))
    boss.post(f"/firm/letters/{key}/sign/")

    row = Addressee.objects.get()
    assert f'href="/firm/letters/{key}/"' in home
    assert HOSTILE not in opened
    assert "1/1 家已读" in read
    assert (row.read_by, row.signed_by) == (town.boss.person, town.boss.person)
    assert f'href="/firm/letters/{key}/"' not in boss.get("/firm/").content.decode()


def test_page_fetched_ahead_is_not_read(town, reachable, browser_of):
    key = sent(town)

    browser_of(town.boss).get(f"/firm/letters/{key}/", headers={"sec-purpose": "prefetch"})

    assert Addressee.objects.get().read_at is None


def test_other_firm_finds_no_letter(town, browser_of):
    key = sent(town)
    other = make.viewer_in(Role.FIRM_HEAD, site=make.site("别家", area=None).id)

    assert browser_of(other).get(f"/firm/letters/{key}/").status_code == 404
    assert browser_of(other).post(f"/firm/letters/{key}/sign/").status_code == 404


def test_officer_brings_it_to_a_firm_without_account(town, browser_of):
    key, officer = sent(town), browser_of(town.officer)
    addressee = Addressee.objects.get().id

    shown = text(officer.get(f"/letters/{key}/"))
    officer.post(f"/letters/by-hand/{addressee}/", {"on": "2026-05-11", "to": "王老板"})

    row = Addressee.objects.get()
    assert "没有账号，要上门送" in shown
    assert (row.handed_on, row.handed_to) == (date(2026, 5, 11), "王老板")
    assert "无账号的送达 1/1" in text(officer.get(f"/letters/{key}/"))


def test_day_that_is_none_is_refused(town, browser_of):
    sent(town)
    url = f"/letters/by-hand/{Addressee.objects.get().id}/"

    answer = browser_of(town.officer).post(url, {"on": "昨天", "to": "王老板"})

    assert (answer.status_code, Addressee.objects.get().handed_on) == (422, None)


def test_list_of_unread_is_the_senders(town, browser_of):
    key = sent(town)

    mine = browser_of(town.clerk).post(f"/letters/{key}/unread.xlsx")
    others = browser_of(town.officer).post(f"/letters/{key}/unread.xlsx")

    assert (mine.status_code, mine.content[:2]) == (200, b"PK")
    assert mine["Content-Disposition"] == 'attachment; filename="unread.xlsx"'
    assert others.status_code == 404


def test_other_county_finds_nothing(town, browser_of):
    key = sent(town)
    county = make.area("别区", level=Level.COUNTY, parent=town.county.parent)
    other = browser_of(make.viewer_in(Role.OFFICE, area=county))

    assert other.get(f"/letters/{key}/").status_code == 404
    assert str(key) not in other.get("/letters/").content.decode()
