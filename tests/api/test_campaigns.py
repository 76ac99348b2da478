"""Campaigns over HTTP: the list, the progress, the checks of a list, as far as the caller sees."""

from anhuan.inspections.models import Campaign
from tests.modules.inspections.listing import A, checks, did, drafted, running, visited


def test_progress_is_read_unit_by_unit(town, of):
    number = running(town)
    visit = visited(town, checks(number)[0])
    officer = of(town.officer)

    file = officer.get(f"/campaigns/{number}").json()
    listed = officer.get(f"/campaigns/{number}/checks", {"state": "done"}).json()

    assert [line["number"] for line in officer.get("/campaigns").json()["rows"]] == [number]
    assert [(unit["name"], unit["progress"]["frozen"]) for unit in file["units"]] == [
        ("枫林安监站", 1)
    ]
    assert [(row["visit_number"], row["state"]) for row in listed["rows"]] == [(visit, "done")]


def test_seed_is_not_told_before_the_draw(town, of):
    number = drafted(town.officer, campaign_kind="random").number
    did(number, A.APPROVE, town.head)
    answer = of(town.officer).get(f"/campaigns/{number}")

    row = Campaign.objects.get(number=number)
    assert (answer.json()["draw"]["promise"], answer.json()["draw"]["seed"]) == (row.promise, "")
    assert row.secret not in answer.content.decode()


def test_firm_finds_no_campaign(town, of):
    running(town)

    assert of(town.firm).get("/campaigns").json()["rows"] == []
