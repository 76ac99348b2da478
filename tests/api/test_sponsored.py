"""Key objects, sponsors, visits and findings through the API."""

import pytest

from anhuan.territory.models import Post
from tests import factories as make
from tests.api.callers import refused
from tests.api.ways import door
from tests.modules.tasks.asking import Asking

pytestmark = pytest.mark.django_db

VISIT = {"given": {"visited_on": "2026-05-11", "seen": "看了喷漆房"}}


@pytest.fixture
def firm(town):
    return make.site("顺达化工", area=town.street, risk="major")


def post_of(viewer):
    return str(Post.objects.get(appointments__person=viewer.person).id)


def name(caller, thing, viewer):
    body = {"post": post_of(viewer), "since": "2026-05-01", "clause": "包保方案"}
    return caller.post(f"/sponsored/{thing}/sponsors", body)


def test_key_object_without_a_sponsor_is_listed_and_given_one(town, of, firm):
    clerk = of(town.clerk)
    (thing,) = clerk.get("/sponsored").json()["things"]
    assert (thing["id"], thing["standing"]) == (str(firm.id), "nobody")

    done = name(clerk, firm.id, town.leader)

    assert (done.status_code, done.json()["thing"]["standing"]) == (201, "sound")
    found = clerk.get("/sponsored?sort=site").json()
    assert (found["total"], found["counts"]["sound"], found["things"]) == (1, 1, [])


def test_visit_with_its_finding_and_state(town, of, firm):
    name(of(town.clerk), firm.id, town.leader)
    leader = of(town.leader)
    visit = leader.post(f"/sponsored/{firm.id}/visits", VISIT).json()["visits"][0]
    number = of(town.officer).open(door(town))

    found = leader.post(f"/visits/{visit['id']}/findings", {"number": number}).json()

    (line,) = found["visits"][0]["findings"]
    assert (line["number"], line["is_open"]) == (number, True)


def test_visit_of_whoever_does_not_sponsor_is_not_there(town, of, firm):
    answer = of(town.clerk).post(f"/sponsored/{firm.id}/visits", VISIT)

    assert refused(answer)[:2] == (404, "not-visible")


def test_capacity_of_the_three_lines_is_no_sponsor(town, of, firm):
    body = {"post": post_of(town.leader), "since": "2026-05-01", "capacity": "head"}

    answer = of(town.clerk).post(f"/sponsored/{firm.id}/sponsors", body)

    assert refused(answer)[:2] == (422, "malformed")


def test_task_is_marked_as_key_and_taken_back(town, of):
    number, clerk = Asking(town).give().number, of(town.clerk)

    clerk.post(f"/tasks/{number}/key", {"given": {"key_because": "常委会决定"}})

    (thing,) = clerk.get("/sponsored?sort=task").json()["things"]
    assert (thing["number"], thing["grounds"]) == (number, ["常委会决定"])
    assert clerk.delete(f"/tasks/{number}/key").status_code == 204
    assert clerk.get("/sponsored?sort=task").json()["total"] == 0


def test_grid_inspector_finds_no_list(town, of):
    assert refused(of(town.grid).get("/sponsored"))[:2] == (404, "not-visible")
