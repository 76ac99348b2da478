"""Slips of acts on tasks, matters and proceedings: the same paper as for cases, for whoever sees
the act."""

import re

import pytest

from anhuan.base.sign import holds
from anhuan.kernel.log_entry import decode
from anhuan.kernel.merkle import leaf_hash
from anhuan.kernel.received import open_received
from anhuan.kernel.slip import slip_of
from anhuan.ledger import keys
from anhuan.ledger.models import Fact, Log
from anhuan.ledger.queries import stored
from tests.modules.accountability.procedure import SECRET, Court
from tests.modules.cases.town import build
from tests.modules.proceedings.hearing import Hearing
from tests.modules.tasks.asking import Asking
from tests.web.desk.test_slips import write  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(town, clock):
    """An act of each sort: who sees it, the address of its page, its fact."""

    def acted(kind):
        if kind == "tasks":
            asking = Asking(town)
            asking.give()
            asking.to_reported()
            return town.clerk, asking.number, "task.report"
        if kind == "matters":
            court = Court(town)
            number = court.notified()
            clock.move_to(court.at)
            return town.clerk, number, "matter.notify"
        hearing = Hearing(town)
        number = hearing.invited()
        clock.move_to(hearing.at)
        return town.clerk, number, "proceeding.invite"

    return acted


SORTS = ["tasks", "matters", "proceedings"]


def text(response):
    assert response.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@pytest.mark.parametrize("sort", SORTS)
def test_slip_waits_and_then_carries_its_link_and_its_proof(done, sort, browser_of, write):  # noqa: F811
    viewer, number, kind = done(sort)
    fact = Fact.objects.get(kind=kind)
    browser = browser_of(viewer)
    address = f"/{sort}/{number}/acts/{fact.version}/"

    waiting = text(browser.get(address))
    note = open_received(browser.get(f"{address}received").content, [keys.receiving().key], holds)
    write()
    html = browser.get(address).content.decode()

    (link,) = re.findall(r'class="slip-link">(.*?)<', html)
    proof = re.findall(r'href="(/log/2026/[^"]*)"', html)[1]
    leaf = leaf_hash(stored(fact.pk).entry)
    assert "已收到，等编号" in waiting
    assert (note.leaf, slip_of(link).leaf) == (leaf, leaf)
    assert browser.get(proof).content.startswith(b"c2sp.org/tlog-proof@v1\n")
    assert re.findall(r"<dd>(.*?)</dd>", html.partition("<article")[2])[1] == number


@pytest.mark.parametrize("sort", SORTS)
def test_page_marks_each_act_and_says_what_is_on_record(done, sort, browser_of, write):  # noqa: F811
    viewer, number, _ = done(sort)
    browser = browser_of(viewer)
    page = f"/{sort}/{number}/"

    before = text(browser.get(page))
    write()
    html = browser.get(page).content.decode()

    marks = re.findall(rf'<a href="{page}acts/(\d+)/">存证 \d+</a>', html)
    assert "存证待编号" in before
    assert sorted(map(int, marks)) == list(range(1, len(marks) + 1))
    assert "已签入记录" in html or "有存证" in html


@pytest.mark.parametrize("sort", SORTS)
def test_slip_out_of_sight_or_of_no_act_is_not_there(done, sort, browser_of, write):  # noqa: F811
    viewer, number, _ = done(sort)
    stranger, own = browser_of(build().officer), browser_of(viewer)

    answers = [
        stranger.get(f"/{sort}/{number}/acts/1/"),
        stranger.get(f"/{sort}/{number}/acts/1/received"),
        own.get(f"/{sort}/{number}/acts/99/"),
        own.get(f"/{sort}/{number}/acts/{10**30}/"),
        own.post(f"/{sort}/{number}/acts/1/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404, 404, 405]


def test_person_has_slips_of_what_the_matter_shows_and_of_nothing_else(
    town,
    browser_of,
    clock,
    write,  # noqa: F811
):
    court = Court(town)
    number = court.notified()
    clock.move_to(court.at)
    own = browser_of(town.officer)
    of = Fact.objects.filter(subject=Fact.objects.get(kind="matter.notify").subject)
    versions = dict(of.values_list("kind", "version"))
    write()

    def status(kind, browser):
        return browser.get(f"/me/matters/{number}/acts/{versions[kind]}/").status_code

    shown = own.get(f"/me/matters/{number}/").content.decode()
    linked = set(re.findall(rf"/me/matters/{number}/acts/(\d+)/", shown))
    slip = text(own.get(f"/me/matters/{number}/acts/{versions['matter.notify']}/"))
    assert linked == {str(versions["matter.open"]), str(versions["matter.notify"])}
    assert [
        status(kind, own) for kind in ("matter.notify", "matter.propose", "matter.verify")
    ] == [
        200,
        404,
        404,
    ]
    assert status("matter.notify", browser_of(town.colleague)) == 404
    assert status("matter.notify", browser_of(town.clerk)) == 404
    assert SECRET not in slip


def test_unit_has_slips_of_the_proceeding_about_it(town, browser_of, clock, write):  # noqa: F811
    hearing = Hearing(town)
    number = hearing.invited()
    clock.move_to(hearing.at)
    fact = Fact.objects.get(kind="proceeding.invite")
    address = f"/me/proceedings/{number}/acts/{fact.version}/"
    write()

    answers = [browser_of(one).get(address).status_code for one in (town.head, town.clerk)]

    assert answers == [200, 404]
    assert f'href="{address}"' in (
        browser_of(town.head).get(f"/me/proceedings/{number}/").content.decode()
    )


def test_slip_of_what_is_older_than_the_log_says_so(done, browser_of, write):  # noqa: F811
    viewer, number, kind = done("tasks")
    write()
    browser = browser_of(viewer)
    address = f"/tasks/{number}/acts/1/"
    plain = text(browser.get(address))
    Log.objects.update(kept_since="2031-01-01T00:00:00Z")

    marked = text(browser.get(address))

    assert ("补录" in plain, "补录" in marked) == (False, True), marked
    assert decode(stored(Fact.objects.get(kind=kind).pk).entry).imported
