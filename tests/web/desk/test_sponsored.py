"""Key objects and their sponsors: the list, a key task, visits and what was found."""

from uuid import UUID

import pytest

from anhuan.cases.models import Case
from anhuan.duty.models import Charge, Finding, KeyTask, Visit
from anhuan.kernel.access import Role
from anhuan.sites.models import Site
from anhuan.territory.models import Post
from tests import factories as make
from tests.modules.tasks.asking import Asking
from tests.web.desk.test_work import get, texts

LIST_QUERIES = 25
THING_QUERIES = 26
DAY = "2026-05-11"


@pytest.fixture
def clerk(town, browser_of):
    return browser_of(town.clerk)


@pytest.fixture
def leader(town, browser_of):
    return browser_of(town.leader)


@pytest.fixture
def task(town):
    return Asking(town).give().number


def leads(town):
    return Post.objects.get(appointments__person=town.leader.person)


def bond(thing: UUID, post):
    return Charge.objects.create(
        object=thing,
        post=post,
        line="territory",
        side="government",
        level="sponsor",
        valid_from=make.START,
        recorded_from=make.START,
    )


def cells(response):
    return [
        [str(getattr(cell, "text", getattr(cell, "value", cell))) for cell in row.cells]
        for row in response.context["table"].rows
    ]


def risky(town, name="顺达化工"):
    return make.site(name, area=town.street, risk="major")


def test_list_says_who_has_nobody_and_where_to_name_somebody(town, clerk):
    firm = risky(town)
    response = clerk.get("/sponsored/")
    assert response.context["sentence"] == "1 个重点对象里 1 个没有包保人"
    assert cells(response) == [
        [
            "没有包保人",
            "顺达化工",
            "枫林街道",
            "风险等级为重大的单位",
            "从来没有定过人",
            "还没有到期的",
            "定包保人",
        ]
    ]
    assert response.context["table"].rows[0].cells[6].url == (
        f"/admin/charges/new/?object={firm.id}&back=sponsored"
    )


def test_sponsor_is_named_from_the_list_and_the_row_is_gone(town, clerk):
    firm = risky(town)
    url = cells_url(clerk.get("/sponsored/"))
    given = {"manner": "sponsor", "post": str(leads(town).id), "since": DAY}
    response = clerk.post(url, given)
    assert response.url == f"/sponsored/{firm.id}/"
    after = clerk.get("/sponsored/")
    assert (cells(after), after.context["sentence"]) == (
        [],
        "1 个重点对象都有包保人，走访没有超期",
    )


def cells_url(response):
    return response.context["table"].rows[0].cells[6].url


def test_list_is_narrowed_by_sort_and_area(town, clerk):
    risky(town)
    make.site("三期工地", area=town.street, subject="construction")
    assert [row[1] for row in cells(clerk.get("/sponsored/?sort=project"))] == ["三期工地"]
    assert len(cells(clerk.get(f"/sponsored/?area={town.street.id}"))) == 2
    assert cells(clerk.get("/sponsored/?sort=task&standing=nonsense&area=nonsense")) == []


def test_leader_reads_the_list_without_buttons(town, leader):
    risky(town)
    assert [len(row) for row in cells(leader.get("/sponsored/"))] == [6]


def test_grid_inspector_finds_no_such_list(town, browser_of):
    browser = browser_of(town.grid)
    assert browser.get("/sponsored/").status_code == 404
    assert "/sponsored/" not in get(browser, "/work/")


def test_object_elsewhere_is_not_there(town, clerk):
    other = make.site("平川机械", area=make.area("平川区"), risk="major")
    urls = (f"/sponsored/{other.id}/", f"/sponsored/{other.id}/visit/")
    assert [clerk.get(url).status_code for url in urls] == [404, 404]


def test_visit_is_entered_by_the_sponsor_alone(town, leader, clerk):
    firm = risky(town)
    bond(firm.id, leads(town))
    url = f"/sponsored/{firm.id}/visit/"
    given = {"visited_on": DAY, "seen": "看了喷漆房，协调了停线检修"}

    assert leader.post(url, given).url == f"/sponsored/{firm.id}/"

    assert clerk.get(url).status_code == 404
    page = clerk.get(f"/sponsored/{firm.id}/").context["thing"].sponsoring
    assert [(one.seen, one.new_url) for one in page.visits] == [("看了喷漆房，协调了停线检修", "")]


def test_visit_without_words_or_day_is_told_so(town, leader):
    firm = risky(town)
    bond(firm.id, leads(town))
    response = leader.post(f"/sponsored/{firm.id}/visit/", {"visited_on": "", "seen": ""})
    assert (response.status_code, Visit.objects.count()) == (422, 0)
    assert set(response.context["form"].errors) == {"visited_on", "seen"}


def test_task_is_marked_as_key_and_needs_a_leader(town, clerk, task):
    assert clerk.post(f"/tasks/{task}/key/", {"key_because": ""}).status_code == 422

    clerk.post(f"/tasks/{task}/key/", {"key_because": "常委会 5 月 8 日决定"})

    page = clerk.get(f"/tasks/{task}/").context["task"].key
    assert (page.sentence, page.grave) == ("还没有定包保领导", True)
    key = KeyTask.objects.get()
    assert (key.number, key.because) == (task, "常委会 5 月 8 日决定")
    assert [row[:2] for row in cells(clerk.get("/sponsored/?sort=task"))] == [
        ["没有包保人", f"{task} {key.title}"]
    ]


def test_task_page_shows_sponsor_visits_findings_and_their_state(town, clerk, leader, task):
    clerk.post(f"/tasks/{task}/key/", {"key_because": "常委会决定"})
    key = KeyTask.objects.get()
    bond(key.id, leads(town))
    leader.post(f"/sponsored/{key.id}/visit/", {"visited_on": DAY, "seen": "查了三家"})
    visit = Visit.objects.get()
    door = f"/cases/new/?visit={visit.id}"
    assert door in get(leader, f"/tasks/{task}/")
    given = {"kind": "hazard", "description": "喷漆房没有防爆灯", "site_q": str(town.site.id)}
    given |= {"site": str(town.site.id), "visit": str(visit.id), "domain": "safety"}
    given |= {"source": "leader", "found_on": DAY}
    made = leader.post("/cases/new/", given)
    assert made.status_code == 302

    page = clerk.get(f"/tasks/{task}/").context["task"].key
    case = Case.objects.get()
    assert page.sentence == "走访 1 次，发现 1 件，1 件没结"
    (row,) = page.visits
    assert [(one.link.text, one.chip.code) for one in row.findings] == [
        (f"{case.number} 喷漆房没有防爆灯", case.state)
    ]


def test_case_of_another_hangs_on_nobody_elses_visit(town, leader, browser_of):
    firm = risky(town)
    bond(firm.id, leads(town))
    leader.post(f"/sponsored/{firm.id}/visit/", {"visited_on": DAY, "seen": "看了"})
    given = {"kind": "hazard", "description": "通道堵塞", "site": str(town.site.id)}
    given |= {"visit": str(Visit.objects.get().id), "domain": "safety", "found_on": DAY}
    browser_of(town.officer).post("/cases/new/", given | {"source": "enforcement"})
    assert (Case.objects.count(), Finding.objects.count()) == (1, 0)


def test_key_is_taken_back_by_whoever_may_mark(town, clerk, browser_of, task):
    clerk.post(f"/tasks/{task}/key/", {"key_because": "常委会决定"})
    assert browser_of(town.head).post(f"/tasks/{task}/key/off/").status_code == 403
    clerk.post(f"/tasks/{task}/key/off/")
    assert clerk.get(f"/tasks/{task}/").context["task"].key is None


def test_office_names_a_sponsor_of_a_village_and_nothing_else(town, clerk):
    village = make.area("柳河村", level="community", parent=town.street)
    form = clerk.get(f"/admin/charges/new/?object={village.id}").context["form"]
    assert [code for code, _ in form.fields["manner"].choices] == ["sponsor", "sponsor-unit"]
    given = {"manner": "sponsor", "post": str(leads(town).id), "since": DAY}
    clerk.post(f"/admin/charges/new/?object={village.id}", given)
    assert Charge.objects.filter(object=village.id, level="sponsor").count() == 1


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    town, clerk, django_assert_num_queries, n
):
    for number in range(n):
        bond(risky(town, f"第{number}厂").id, leads(town))
        risky(town, f"无人{number}厂")
    clerk.get("/sponsored/")
    with django_assert_num_queries(LIST_QUERIES):
        clerk.get("/sponsored/?standing=nobody")


@pytest.mark.parametrize("n", [1, 3])
def test_object_makes_as_many_queries_for_one_visit_as_for_three(
    town, leader, django_assert_num_queries, n
):
    firm = risky(town)
    bond(firm.id, leads(town))
    for number in range(n):
        leader.post(f"/sponsored/{firm.id}/visit/", {"visited_on": DAY, "seen": f"{number}"})
    leader.get(f"/sponsored/{firm.id}/")
    with django_assert_num_queries(THING_QUERIES):
        leader.get(f"/sponsored/{firm.id}/")


def test_pages_are_complete_in_english(town, clerk, task):
    risky(town)
    for url in ("/sponsored/", f"/tasks/{task}/key/"):
        clerk.cookies["anhuan-language"] = "en"
        html = clerk.get(url).content.decode()
        assert [word for word in ("包保人", "走访", "哪些是重点") if word in html] == []


def test_site_says_who_visits_it(town, clerk):
    assert Site.objects.count() == 1
    assert texts(get(clerk, f"/sponsored/{town.site.id}/"), "sub") == ["还没有定包保领导"]


def test_sponsor_roles_read_the_list(town, browser_of):
    assert Role.OFFICE in town.clerk.roles
    assert browser_of(town.officer).get("/sponsored/").status_code == 200
