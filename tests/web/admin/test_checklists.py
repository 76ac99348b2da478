"""Checklists: read by everyone, changed in a draft, entered in two steps from a day on."""

import json
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from anhuan.kernel.calendar import day_of
from anhuan.ledger.models import Fact
from anhuan.rulebook.models import Version
from anhuan.rulebook.queries import checklist_at, checklists_at
from tests.factories import AT
from tests.web.admin.conftest import errors

pytestmark = pytest.mark.django_db
HOME = "/admin/checklists/dust-workshop/"
DRAFT = f"{HOME}draft/"
TODAY = day_of(AT)
ITEM = {
    "code": "dw-99",
    "topic": "加油区",
    "text": "加油机旁的消防沙箱装满沙，沙不板结。",
    "basis": "《汽车加油加气加氢站技术标准》GB 50156",
    "basis_from": "2021-10-01",
    "domain": "fire",
    "field": "fire",
    "common": "沙不足\n沙板结",
}
SOURCE = "云溪区安委办清单会议纪要〔2026〕3 号"
ENTRY = {"from_on": "2026-06-01", "source": SOURCE, "note": "补一条"}


@pytest.fixture
def draft(keeper: Client) -> Client:
    keeper.post(f"{HOME}begin/")
    return keeper


def codes(browser: Client) -> list[str]:
    page = browser.get(DRAFT)
    return [item.code for group in page.context["topics"] for item in group.items]


def entered(browser: Client, **more: str) -> Any:
    return browser.post(f"{DRAFT}enter/", ENTRY | {"confirm": "yes"} | more)


def test_lists_are_open_to_everyone(officer: Client) -> None:
    page = officer.get("/admin/checklists/")

    assert (page.context["keeps"], len(page.context["table"].rows)) == (False, 12)
    assert page.context["sentence"].startswith("12 份清单，")


def test_list_shows_each_item_with_its_clause(officer: Client) -> None:
    page = officer.get(HOME)

    shown = [item for group in page.context["topics"] for item in group.items]
    kept = checklists_at(AT)["dust-workshop"].checklist.items
    assert [(one.code, one.text) for one in shown] == [(one.code, one.text) for one in kept]
    assert "未核验" in page.content.decode()
    assert "起草新版本" not in page.content.decode()


def test_lists_cost_the_same_whatever_is_in_them(
    officer: Client, django_assert_num_queries: Any
) -> None:
    officer.get("/admin/checklists/")
    with django_assert_num_queries(7):
        officer.get("/admin/checklists/")
    with django_assert_num_queries(6):
        officer.get(HOME)


@pytest.mark.parametrize("path", ["new/", "dust-workshop/draft/", "dust-workshop/draft/enter/"])
def test_who_does_not_keep_rules_drafts_nothing(officer: Client, path: str) -> None:
    assert officer.get(f"/admin/checklists/{path}").status_code == 403
    assert officer.post(f"{HOME}begin/").status_code == 403


def test_list_that_is_none_is_not_there(officer: Client) -> None:
    assert officer.get("/admin/checklists/nothing/").status_code == 404
    assert officer.get(f"{HOME}?version=nonsense").status_code == 404


def test_item_added_counts_from_its_day_on(draft: Client) -> None:
    draft.post(f"{DRAFT}new/", ITEM)
    before = checklist_at("dust-workshop", AT)
    step = draft.post(f"{DRAFT}enter/", ENTRY)
    assert checklist_at("dust-workshop", AT + timedelta(days=60)) == before

    entered(draft)

    later = AT.replace(month=6, day=2)
    now, then = checklists_at(AT)["dust-workshop"], checklists_at(later)["dust-workshop"]
    assert step.context["changes"] == ("新增：dw-99",)
    assert [one.code for one in then.checklist.items][-1] == "dw-99"
    assert now == before
    assert then.checklist.items[-1].common == ("沙不足", "沙板结")
    fact = Fact.objects.get(kind="rulebook.changed", public__code="dust-workshop")
    assert (fact.public["source"], fact.public["verified"]) == (SOURCE, False)


def test_draft_is_gone_once_it_is_entered(draft: Client) -> None:
    draft.post(f"{DRAFT}new/", ITEM)
    entered(draft)

    assert draft.get(DRAFT).status_code == 404


def test_item_is_changed_moved_and_taken_out(draft: Client) -> None:
    first, second, third = codes(draft)[:3]
    item = draft.get(f"{DRAFT}items/{first}/").context["form"].initial
    given = {name: value for name, value in item.items() if value not in (None, False)}
    draft.post(f"{DRAFT}items/{first}/", given | {"text": "改过的内容"})
    draft.post(f"{DRAFT}change/", {"act": "down", "item": first})
    draft.post(f"{DRAFT}change/", {"act": "remove", "item": third})

    page = draft.get(DRAFT)
    assert codes(draft)[:2] == [second, first]
    assert third not in codes(draft)
    assert page.context["changes"] == (
        f"不再检查：{third}",
        f"修改：{first}",
        "条目顺序有变。",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "dw-01"}, "code"),
        ({"code": "大写"}, "code"),
        ({"text": ""}, "text"),
        ({"text": "长" * 401}, "text"),
        ({"domain": "weather"}, "domain"),
        ({"common": "\n".join("一二三四五六七八九")}, None),
        ({"basis_from": "2026-02-30"}, "basis_from"),
    ],
)
def test_item_that_no_list_could_hold_is_refused(
    draft: Client, given: dict[str, str], field: str | None
) -> None:
    before = codes(draft)

    page = draft.post(f"{DRAFT}new/", ITEM | given)

    assert (page.status_code, codes(draft)) == (422, before)
    assert list(page.context["form"].errors) == [field or "__all__"]


def test_version_does_not_begin_in_the_past(draft: Client) -> None:
    draft.post(f"{DRAFT}new/", ITEM)

    page = entered(draft, from_on=(TODAY - timedelta(days=1)).isoformat())

    assert errors(page) == ["须为今天或以后：以前的检查不变。"]
    assert Version.objects.filter(subject="checklist", code="dust-workshop").count() == 1


def test_draft_of_what_somebody_else_changed_is_stale(draft: Client) -> None:
    draft.post(f"{DRAFT}new/", ITEM)
    row = Version.objects.get(subject="checklist", code="dust-workshop")
    row.value = row.value | {"object": "加油加气站"}
    row.save()
    Version.objects.filter(pk=row.pk).update(recorded_to=AT)
    row.pk = None
    row.id = type(row)._meta.pk.get_default()
    row.value = row.value | {"object": "加氢站"}
    row.recorded_from = AT
    row.save(force_insert=True)

    assert entered(draft).status_code == 409


def test_list_goes_out_and_comes_back_as_a_workbook(draft: Client) -> None:
    response = draft.get(f"{HOME}list.xlsx")
    book = load_workbook(BytesIO(response.content))
    sheet = book.active
    assert sheet is not None
    sheet["C2"] = "从表格改的内容"
    out = BytesIO()
    book.save(out)

    draft.post(DRAFT, {"file": SimpleUploadedFile("list.xlsx", out.getvalue())})

    page = draft.get(DRAFT)
    first = page.context["topics"][0].items[0]
    assert (first.text, page.context["changes"]) == (
        "从表格改的内容",
        (f"修改：{first.code}",),
    )


def test_list_goes_out_and_comes_back_as_json(draft: Client) -> None:
    value = json.loads(draft.get(f"{HOME}list.json").content)
    value["items"] = value["items"][:2]
    content = json.dumps(value).encode()

    draft.post(DRAFT, {"file": SimpleUploadedFile("list.json", content)})

    assert codes(draft) == [one["code"] for one in value["items"]]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[1]",
        b'{"items": []}',
        b'{"object": "x", "industries": [], "items": [{}]}',
        b"\x00",
    ],
)
def test_file_that_is_no_list_changes_nothing(draft: Client, content: bytes) -> None:
    before = codes(draft)

    page = draft.post(DRAFT, {"file": SimpleUploadedFile("list.json", content)})

    assert (page.status_code, codes(draft)) == (422, before)


def test_new_list_begins_as_a_draft(keeper: Client) -> None:
    given = {"code": "boat", "name": "渡船", "object": "内河渡船", "industries": "55 5531"}
    keeper.post("/admin/checklists/new/", given)
    keeper.post("/admin/checklists/boat/draft/new/", ITEM | {"code": "b-01"})
    assert "boat" not in checklists_at(AT)

    today = {"from_on": TODAY.isoformat(), "confirm": "yes"}
    keeper.post("/admin/checklists/boat/draft/enter/", ENTRY | today)

    made = checklists_at(AT)["boat"]
    assert (made.name, made.checklist.industries) == ("渡船", ("55", "5531"))


def test_preview_is_what_an_inspector_answers(draft: Client) -> None:
    page = draft.get(f"{DRAFT}preview/").content.decode()

    items = len(codes(draft))
    assert page.count('value="not-checked"') == items
    assert page.count("未查") >= items


def test_draft_given_up_leaves_what_is_in_force(draft: Client) -> None:
    draft.post(f"{DRAFT}new/", ITEM)
    draft.post(f"{DRAFT}change/", {"act": "drop"})

    assert draft.get(DRAFT).status_code == 404
    assert Version.objects.filter(subject="checklist", code="dust-workshop").count() == 1


def test_rules_show_lists_and_how_many_go(officer: Client) -> None:
    lists = officer.get("/admin/rules/?subject=checklist").context["table"]
    visits = officer.get("/admin/rules/?subject=visit").context["table"]

    assert {row.url for row in lists.rows} >= {HOME}
    said = {row.key: row.cells[1] for row in visits.rows}
    assert said["department"] == "执法人员不少于 2 人"


def test_how_many_go_changes_by_a_new_version(keeper: Client) -> None:
    given = ENTRY | {"least": "3", "verified": "on"}
    keeper.post("/admin/rules/visit/joint/change/", given)

    rows = Version.objects.filter(subject="visit", code="joint", recorded_to=None)
    assert rows.order_by("-valid_from").first().value == {"least": 3}
    assert date(2026, 6, 1) > TODAY
