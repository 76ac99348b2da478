"""Listed supervision: the notice holds its six elements, and the release goes out with the end."""

from datetime import date

import pytest

from anhuan.documents.models import Document
from anhuan.documents.queries import printed
from anhuan.kernel.case import Action
from tests.modules.cases.town import Loop, build, enter

pytestmark = pytest.mark.django_db
LISTING = {
    "level": "county",
    "number": "云安办督〔2026〕3 号",
    "until": date(2026, 6, 30),
    "requirement": "每周报进展，期满前申请验收",
}


@pytest.fixture
def loop(rules, vault):
    town = build()
    found = Loop(town, enter(town, town.officer).number)
    found.to_underway()
    return found


def papers():
    return list(Document.objects.order_by("issued_at").values_list("form", flat=True))


def test_notice_holds_the_six_elements(loop):
    town = loop.town
    loop.do(Action.LIST, town.clerk, **LISTING)

    document = Document.objects.get(form="case.listing")
    six = ("hazard", "responsible_unit", "responsible", "until", "requirement", "supervisor")
    assert [document.content[name] for name in six] == [
        "喷漆车间东侧安全出口被板材堵塞",
        "恒泰家具",
        document.content["responsible"],
        "2026 年 6 月 30 日",
        "每周报进展，期满前申请验收",
        "云溪区安委办",
    ]
    assert document.content["responsible"] != ""
    content = printed(town.clerk, document.id, granted=[document.subject])[1]
    assert content[:5] == b"%PDF-"


def test_release_goes_out_when_the_listing_is_lifted(loop):
    loop.do(Action.LIST, loop.town.clerk, **LISTING)
    loop.do(Action.UNLIST, loop.town.clerk, reason="已达到治理要求")

    assert papers() == ["case.listing", "case.release"]
    release = Document.objects.get(form="case.release")
    assert (release.content["ground"], release.content["listing"]) == (
        "已达到治理要求", "云安办督〔2026〕3 号",
    )  # fmt: skip
    content = printed(loop.town.clerk, release.id, granted=[release.subject])[1]
    assert content[:5] == b"%PDF-"


def test_case_that_is_not_listed_gets_neither(loop):
    assert papers() == []


def test_release_is_issued_once(loop):
    loop.do(Action.LIST, loop.town.clerk, **LISTING)
    loop.do(Action.UNLIST, loop.town.clerk, reason="已达到治理要求")
    loop.do(Action.NOTE, loop.town.clerk, note="存档")

    assert papers().count("case.release") == 1
