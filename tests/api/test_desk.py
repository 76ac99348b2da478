"""What stands beside cases: targets, watching, saved views, instructions, papers, export."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from anhuan.people.models import Disclosure
from tests.api.callers import refused
from tests.api.ways import DUE, certified, door, ordered, underway

pytestmark = pytest.mark.django_db


def content(answer):
    return b"".join(answer.streaming_content)


def test_targets_name_units_and_colleagues(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))

    found = officer.get(f"/cases/{number}/targets").json()

    assert {each["name"] for each in found["units"]} == {"枫林安监站", "云溪区安委办"}
    assert {each["name"] for each in found["colleagues"]} >= {"陈立", "周敏", "郑明"}


def test_target_named_is_one_an_act_takes(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))
    found = officer.get(f"/cases/{number}/targets").json()
    (colleague,) = [each for each in found["colleagues"] if each["name"] == "周敏"]

    officer.does(number, "reassign", to_post=colleague["post"])

    assert officer.get(f"/cases/{number}").json()["ball"]["holder"]["name"] == "周敏"


def test_watched_case_is_listed_until_it_is_no_longer(town, of):
    officer = of(town.officer)
    number = officer.open(door(town))

    for on, count in ((True, 1), (True, 1), (False, 0)):
        answer = officer.post(f"/cases/{number}/watch", {"on": on})
        assert answer.json() == {"on": on}
        assert officer.get("/cases", {"watched": "true"}).json()["total"] == count
        assert officer.get(f"/cases/{number}").json()["watched"] is on


def test_instruction_is_entered_and_assigned_in_one(town, of):
    body = {"description": "本周查清沿街餐饮排烟", "to_unit": str(town.station.id), "due_on": DUE}

    answer = of(town.leader).post("/instructions", body, Idempotency_Key="i")
    again = of(town.leader).post("/instructions", body, Idempotency_Key="i")

    assert (answer.status_code, answer.json()["state"]) == (201, "assigned")
    assert again.content == answer.content
    (item,) = of(town.officer).get("/work").json()["items"]
    assert (item["number"], item["act"]) == (answer.json()["number"], "sign_for")


def test_instruction_to_a_unit_out_of_reach_is_refused(town, of):
    body = {"description": "查", "to_unit": str(town.site.id), "due_on": DUE}

    assert refused(of(town.leader).post("/instructions", body))[:2] == (422, "no-such-target")


def test_saved_view_is_kept_renamed_and_deleted(town, of):
    officer = of(town.officer)

    made = officer.post("/views", {"name": "重大", "query": "grade=major"})
    path = f"/views/{made.json()['id']}"
    renamed = officer.patch(path, {"name": "重大隐患"})
    names = [each["name"] for each in officer.get("/views").json()["views"]]
    gone = officer.delete(path)

    assert (made.status_code, renamed.status_code, names) == (201, 200, ["重大隐患"])
    assert (gone.status_code, gone.content) == (204, b"")
    assert officer.get("/views").json() == {"views": []}


def test_saved_view_of_another_person_is_not_there(town, of):
    made = of(town.officer).post("/views", {"name": "重大", "query": "grade=major"}).json()
    path = f"/views/{made['id']}"

    answers = [of(town.head).delete(path), of(town.head).patch(path, {"name": "别人的"})]

    assert [refused(each)[:2] for each in answers] == [(404, "not-visible")] * 2
    assert of(town.head).get("/views").json() == {"views": []}


@pytest.mark.parametrize("query", ["grade=huge", "drop=table", "q=a%00b"])
def test_saved_view_with_unknown_words_is_refused(town, of, query):
    answer = of(town.officer).post("/views", {"name": "x", "query": query})

    assert refused(answer)[:2] == (422, "malformed")


def test_export_is_what_the_filters_leave_and_is_written_down(town, of):
    officer = of(town.officer)
    first = officer.open(door(town, description="灭火器过期", domain="fire"))
    officer.open(door(town))

    answer = officer.get("/export/ledger.xlsx", {"domains": "fire"})

    rows = list(load_workbook(BytesIO(content(answer))).worksheets[0].values)
    assert [first in row for row in rows[1:2]] == [True]
    assert sum("C-2026-" in str(cell) for row in rows for cell in row) == 1
    assert Disclosure.objects.get().rows == 1


def test_export_without_the_capability_is_refused(town, of):
    assert refused(of(town.grid).get("/export/ledger.xlsx"))[:2] == (403, "wrong-role")


def test_sheet_of_a_case_is_a_pdf(town, of):
    number = of(town.officer).open(door(town))

    answer = of(town.officer).get(f"/cases/{number}/sheet.pdf")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{number}.pdf"'


def test_order_needs_two_officers_with_valid_certificates(town, of):
    number = underway(town, of)
    officer = of(town.officer)

    alone = officer.post(f"/cases/{number}/orders", {"second": str(town.officer.person)})
    without = officer.post(f"/cases/{number}/orders", {"second": str(town.colleague.person)})

    assert refused(alone)[:2] == (422, "missing")
    assert refused(without)[:2] == (422, "certificate-expired")
    assert officer.get(f"/cases/{number}/documents").json() == {"documents": []}


def test_order_gets_its_number_and_is_a_pdf(town, of):
    number = underway(town, of)

    paper = ordered(town, of, number)
    answer = of(town.firm).get(f"/documents/{paper['id']}")

    assert paper["standing"] == "issued"
    assert answer.content[:5] == b"%PDF-"
    assert of(town.officer).get(f"/cases/{number}/documents").json() == {"documents": [paper]}


def test_order_sent_again_under_its_key_takes_one_number(town, of):
    number = underway(town, of)
    certified(town.officer, town.colleague)
    body = {"second": str(town.colleague.person)}

    answers = [
        of(town.officer).post(f"/cases/{number}/orders", body, Idempotency_Key="o")
        for _ in range(2)
    ]

    assert answers[0].content == answers[1].content
    assert len(of(town.officer).get(f"/cases/{number}/documents").json()["documents"]) == 1


def test_spoilt_order_keeps_its_number_and_says_why(town, of):
    number = underway(town, of)
    paper = ordered(town, of, number)
    address = f"/cases/{number}/documents/{paper['id']}/spoil"

    answer = of(town.officer).post(address, {"reason": "日期写错"})
    again = of(town.officer).post(address, {"reason": "日期写错"})

    (spoilt,) = answer.json()["documents"]
    assert (spoilt["number"], spoilt["standing"]) == (paper["number"], "spoilt")
    assert refused(again)[:2] == (409, "repeated")


def test_order_is_spoilt_only_with_a_reason_and_by_who_may_issue_it(town, of):
    number = underway(town, of)
    address = f"/cases/{number}/documents/{ordered(town, of, number)['id']}/spoil"

    bare = of(town.officer).post(address, {"reason": " "})
    firm = of(town.firm).post(address, {"reason": "日期写错"})

    assert refused(bare)[:2] == (422, "missing")
    assert refused(firm)[:2] == (403, "wrong-role")
