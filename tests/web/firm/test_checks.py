"""Own checks by a list: what fits is proposed, what fails becomes a case, counts are honest."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from anhuan.cases.models import Case
from anhuan.inspections.models import Visit
from anhuan.kernel.access import Role
from anhuan.rulebook.models import Version
from anhuan.sites.models import Site
from anhuan.territory.models import Area
from tests import factories as make
from tests.modules.cases.town import Town, enter
from tests.web.conftest import Enter
from tests.web.firm.test_todo import sentence, words

pytestmark = pytest.mark.django_db
ITEMS = (
    ("exit", False, ""),
    ("fire", False, ""),
    ("dust", False, "粉尘判定第三条"),
    ("gas", True, ""),
)


def listed(code: str, *industries: str) -> None:
    value: dict[str, Any] = {
        "object": "家具厂",
        "industries": list(industries),
        "items": [
            {
                "code": item,
                "topic": "车间",
                "text": f"{item} 完好",
                "domain": "safety",
                "field": "emergency",
                "photo": photo,
                "major": major,
            }
            for item, photo, major in ITEMS
        ],
    }
    Version.objects.create(
        subject="checklist",
        code=code,
        name=f"清单 {code}",
        value=value,
        valid_from=make.START,
        recorded_from=make.START,
        source="测试",
    )


@pytest.fixture
def lists(town: Town) -> None:
    Version.objects.filter(subject="checklist").delete()
    listed("any")
    listed("wood", "20")
    listed("boats", "55")
    Site.objects.filter(pk=town.site.id).update(industry="2021")


@pytest.fixture
def begun(firm: Client, lists: None) -> str:
    firm.post("/firm/checks/begin/", {"checklist": "wood"})
    return Visit.objects.get().number


def answered(**given: str) -> dict[str, str]:
    plain = {f"a-{item}": "conforms" for item, _, _ in ITEMS}
    return plain | {name.replace("_", "-"): value for name, value in given.items()}


def address(number: str) -> str:
    return f"/firm/checks/{number}/"


def photo() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (64, 48), (20, 100, 90)).save(out, "JPEG")
    return SimpleUploadedFile("现场.jpg", out.getvalue(), content_type="image/jpeg")


def test_lists_for_the_industry_come_first_and_others_not_at_all(
    firm: Client, lists: None
) -> None:
    page = firm.get("/firm/checks/")

    offers = [(one.code, one.fits) for one in page.context["checks"].offers]
    assert (sentence(page), offers) == ("还没有自查过", [("wood", True), ("any", False)])


def test_what_fails_becomes_a_case_of_the_firm_s_own_check(
    firm: Client, begun: str, town: Town
) -> None:
    given = answered(a_exit="fails", n_exit="东门堆着板材", a_fire="not-checked", n_fire="锁着")

    firm.post(address(begun), given | {"act": "end"})

    case, visit = Case.objects.get(), Visit.objects.get()
    assert (case.source, case.description, case.site_id) == (
        "self-check",
        "东门堆着板材",
        town.site.id,
    )
    assert (visit.state, visit.kind, visit.findings) == ("ended", "self-check", [str(case.id)])
    page = firm.get("/firm/checks/")
    assert [one.said for one in page.context["checks"].past] == [
        "查了 3 条，不符合 1 条，未查 1 条 · 登记问题 1 个"
    ]
    assert page.context["checks"].sides == "自己查出 1 个，检查人员和其他人查出 0 个"


def test_check_goes_on_where_it_was_left(firm: Client, begun: str) -> None:
    firm.post(address(begun), {"a-exit": "fails", "n-exit": "堵了", "act": "save"})
    firm.post(address(begun), {"a-exit": "fails", "n-exit": "堵了", "act": "save"})

    page = firm.get(address(begun))
    assert Case.objects.count() == 1
    assert sentence(page) == "清单 wood：还有 3 条没填"
    assert Case.objects.get().number in words(page)


def test_check_with_open_items_does_not_end(firm: Client, begun: str) -> None:
    page = firm.post(address(begun), {"a-exit": "conforms", "act": "end"})

    assert (page.status_code, Visit.objects.get().state) == (422, "underway")
    assert Visit.objects.get().answers == {"exit": "conforms"}


@pytest.mark.parametrize(
    "given",
    [
        {"a_exit": "fails"},
        {"a_exit": "not-applicable"},
        {"a_exit": "perhaps", "n_exit": "也许"},
        {"a_gas": "fails", "n_gas": "软管老化"},
    ],
)
def test_answer_that_is_not_whole_keeps_nothing(
    firm: Client, begun: str, given: dict[str, str]
) -> None:
    page = firm.post(address(begun), answered(**given) | {"act": "end"})

    assert (page.status_code, Visit.objects.get().answers, Case.objects.count()) == (422, {}, 0)
    assert 'value="conforms" checked' in page.content.decode()


def test_item_whose_list_asks_for_a_photo_takes_one(
    firm: Client, begun: str, vault: object
) -> None:
    given = answered(a_gas="fails", n_gas="软管老化")
    page = firm.get(address(begun)).content.decode()

    firm.post(address(begun), {**given, "files-gas": photo(), "act": "end"})

    assert page.count('type="file"') == 1
    assert (Visit.objects.get().state, Case.objects.get().description) == ("ended", "软管老化")


def test_criterion_of_a_major_hazard_is_proposed_by_whom_may_not_grade(
    firm: Client, begun: str
) -> None:
    firm.post(address(begun), answered(a_dust="fails", n_dust="除尘器停了") | {"act": "end"})

    case = Case.objects.get()
    assert (case.grade, case.category) == ("", "拟判重大隐患：粉尘判定第三条")


def test_check_of_another_firm_is_not_there(begun: str, town: Town, sign_in: Enter) -> None:
    other = make.person("外人")
    site = make.site("邻家", area=Area.objects.get(pk=town.site.area_id))
    make.appointed(other, make.post("安全员", role=Role.FIRM_OFFICER, site=site.id))
    stranger = sign_in(make.viewer_for(other))

    assert stranger.get(address(begun)).status_code == 404
    assert stranger.post(address(begun), answered() | {"act": "end"}).status_code == 404


def test_inspection_of_an_officer_is_no_own_check(firm: Client, town: Town, lists: None) -> None:
    from anhuan.inspections.services import open_visit

    given = {"kind": "patrol", "site": town.site.id}
    number = open_visit(given=given, by=town.officer, at=make.AT).number

    assert firm.get(address(number)).status_code == 404


def test_colleague_reads_but_does_not_answer(begun: str, town: Town, sign_in: Enter) -> None:
    boss = sign_in(town.boss)

    assert "本单位另一人正在做这次自查" in words(boss.get(address(begun)))
    page = boss.post(address(begun), answered() | {"act": "end"})
    assert (page.status_code, Visit.objects.get().answers) == (422, {})


def test_list_that_is_none_begins_nothing(firm: Client, lists: None) -> None:
    assert firm.post("/firm/checks/begin/", {"checklist": "none"}).status_code == 422
    assert firm.post("/firm/checks/begin/", {}).status_code == 422
    assert Visit.objects.count() == 0


def test_repeated_items_say_who_found_them(firm: Client, lists: None, town: Town) -> None:
    for _ in range(2):
        firm.post("/firm/checks/begin/", {"checklist": "wood"})
        number = Visit.objects.order_by("-number").first().number  # type: ignore[union-attr]
        given = answered(a_exit="fails", n_exit="堵了") | {"act": "end"}
        firm.post(address(number), given)
    enter(town, town.officer)

    checks = firm.get("/firm/checks/").context["checks"]

    assert checks.repeated == ("exit 完好 企业自查 2 次，其他人查 0 次",)
    assert checks.sides == "自己查出 2 个，检查人员和其他人查出 1 个"


@pytest.mark.parametrize(("code", "shown"), [("140100000000", 1), ("370800000000", 0)])
def test_not_punished_is_said_where_a_rule_says_so(
    firm: Client, lists: None, town: Town, code: str, shown: int
) -> None:
    Area.objects.filter(pk=town.site.area_id).update(code=code)

    page = firm.get("/firm/checks/")

    assert len(page.context["checks"].lenient) == shown
    assert ("未核验" in words(page)) is bool(shown)


@pytest.mark.parametrize("visits", [1, 3])
def test_checks_cost_the_same_however_many_there_are(
    firm: Client, lists: None, django_assert_num_queries: Any, visits: int
) -> None:
    for _ in range(visits):
        firm.post("/firm/checks/begin/", {"checklist": "wood"})
    firm.get("/firm/checks/")
    with django_assert_num_queries(20):
        firm.get("/firm/checks/")
