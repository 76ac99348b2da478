"""The papers of a case: the order with its number, its PDF, 作废, and why not."""

import re

import pytest

from anhuan.cases import models
from anhuan.documents.models import Document
from anhuan.kernel.case import Action
from anhuan.people.services import add_certificate
from anhuan.people.types import CertificateKind
from tests import factories as make
from tests.modules.cases.town import DUE, PLAN, Loop, build, enter, photo

pytestmark = pytest.mark.django_db
TITLE = "责令限期整改指令书"
NUMBER = "（枫林安监站）应急责改〔2026〕1号"
WRITE = "开具责令限期整改指令书"


def certify(*viewers):
    for viewer in viewers:
        add_certificate(
            person_id=viewer.person,
            kind=CertificateKind.ENFORCEMENT,
            number=f"37-{viewer.person.hex[-8:]}",
            issued_by="安澜市人民政府",
            valid_from=make.TODAY.replace(year=2025),
            valid_to=make.TODAY.replace(year=2027),
            by=None,
            at=make.START,
        )


@pytest.fixture
def number(town):
    certify(town.officer, town.colleague)
    return assigned(town)


def assigned(town):
    loop = Loop(town, enter(town, town.officer).number)
    loop.do(Action.GRADE, town.officer, grade="general")
    loop.do(Action.ASSIGN, town.officer, due_on=DUE, requirement="清空东门两侧")
    return loop.number


def fixed(town, number):
    loop = Loop(town, number)
    loop.do(Action.SIGN_FOR, town.firm)
    loop.do(Action.PLAN, town.firm, **PLAN)
    loop.do(Action.SUBMIT, town.firm, photo(town.firm), done="已清空")
    loop.do(Action.PASS, town.officer, photo(town.officer), finding="已清空", way="on-site")
    loop.do(Action.CLOSE, town.head)


def issue(browser, town, number, **more):
    given = {"second_officer": str(town.colleague.person), "remedy": "", "seen": "0"} | more
    return browser.post(f"/cases/{number}/order/", given)


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def panel(answer):
    found = re.search(r'<section class="panel" id="papers">(.*?)</section>', (
        answer.content.decode()
    ), re.S)  # fmt: skip
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(1))).strip()


def why_not(answer):
    """What the page says about the order among the refused acts."""
    pairs = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", answer.content.decode(), re.S)
    words = [[re.sub(r"<[^>]+>", "", one).strip() for one in pair] for pair in pairs]
    return [reason for word, reason in words if word == WRITE]


def test_order_is_issued_printed_and_listed(town, number, browser_of):
    desk = browser_of(town.officer)
    before = panel(desk.get(f"/cases/{number}/"))

    answer = issue(desk, town, number)
    after = panel(desk.get(f"/cases/{number}/"))
    paper = desk.get(f"/documents/{Document.objects.get().pk}.pdf")

    assert (before, answer.status_code) == (f"开出的文书 事项单 还没有开过文书。 {WRITE}", 302)
    assert after == f"开出的文书 事项单 {TITLE} {NUMBER} 05-11 作废 作废的原因 作废 {WRITE}"
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert paper["X-Content-Type-Options"] == "nosniff"


def test_order_form_offers_only_colleagues_with_a_certificate(town, number, browser_of):
    html = browser_of(town.officer).get(f"/cases/{number}/order/").content.decode()

    assert re.findall(r'<option value="[0-9a-f-]{36}"[^>]*>(.*?)</option>', html) == ["周敏 科员"]


def test_order_without_a_second_officer_is_refused_at_its_field(town, number, browser_of):
    answer = issue(browser_of(town.officer), town, number, second_officer="", remedy="可以申请")

    assert (answer.status_code, Document.objects.count()) == (422, 0)
    errors = re.findall(r'class="field-error"[^>]*>(.*?)</p>', answer.content.decode(), re.S)
    assert [re.sub(r"<[^>]+>", "", one).strip() for one in errors] == ["还没填。填上再发。"]
    assert re.findall(r"<textarea[^>]*>\s*(.*?)</textarea>", answer.content.decode()) == [
        "可以申请"
    ]


def test_order_signed_by_somebody_of_another_unit_is_refused(town, number, browser_of):
    certify(town.clerk)
    answer = issue(browser_of(town.officer), town, number, second_officer=str(town.clerk.person))

    assert (answer.status_code, Document.objects.count()) == (422, 0)


def test_order_sent_twice_takes_one_number(town, number, browser_of):
    desk = browser_of(town.officer)

    answers = [issue(desk, town, number).status_code for _ in range(2)]

    assert (answers, Document.objects.count()) == ([302, 409], 1)


@pytest.mark.parametrize("name", ["grid", "leader", "clerk", "firm"])
def test_order_of_whoever_may_not_is_refused(town, number, browser_of, name):
    answer = issue(browser_of(getattr(town, name)), town, number)

    assert (answer.status_code // 100, Document.objects.count()) == (4, 0)


def test_order_before_the_assignment_says_why_not(town, browser_of):
    certify(town.officer)
    number = enter(town, town.officer).number
    page = browser_of(town.officer).get(f"/cases/{number}/")

    assert why_not(page) == ["还没有交办。先交办。"]
    assert "/order/" not in page.content.decode()


def test_order_without_a_certificate_says_why_not(town, browser_of):
    page = browser_of(town.officer).get(f"/cases/{assigned(town)}/")

    assert why_not(page) == ["你的执法证过期了。请有效证件的同事签，再去换证。"]


def test_order_is_no_word_to_a_post_that_never_issues(town, number, browser_of):
    page = browser_of(town.grid).get(f"/cases/{number}/")

    assert (why_not(page), "/order/" in page.content.decode()) == ([], False)


def test_order_is_marked_spoilt_with_a_reason(town, number, browser_of):
    desk = browser_of(town.officer)
    issue(desk, town, number)
    url = f"/cases/{number}/papers/{Document.objects.get().pk}/spoil/"

    without = desk.post(url, {"reason": " "})
    done = desk.post(url, {"reason": "单位名称写错"})

    assert (without.status_code, done.status_code) == (422, 302)
    assert panel(desk.get(f"/cases/{number}/")) == (
        f"开出的文书 事项单 {TITLE} {NUMBER} 05-11 作废：单位名称写错 {WRITE}"
    )


@pytest.mark.parametrize("name,status", [("grid", 403), ("clerk", 404), ("firm", 403)])
def test_order_is_spoilt_only_by_who_could_issue_it(town, number, browser_of, name, status):
    issue(browser_of(town.officer), town, number)
    document = Document.objects.get()

    answer = browser_of(getattr(town, name)).post(
        f"/cases/{number}/papers/{document.pk}/spoil/", {"reason": "x"}
    )

    document.refresh_from_db()
    assert (answer.status_code, document.standing) == (status, "issued")


def test_paper_of_another_case_is_not_spoilt_through_this_one(town, number, browser_of):
    desk = browser_of(town.officer)
    issue(desk, town, number)
    other = assigned(town)

    answer = desk.post(
        f"/cases/{other}/papers/{Document.objects.get().pk}/spoil/", {"reason": "x"}
    )

    assert (answer.status_code, Document.objects.get().standing) == (404, "issued")


def test_paper_of_a_case_out_of_sight_is_not_found(town, number, browser_of):
    issue(browser_of(town.officer), town, number)
    other = build()

    answer = browser_of(other.officer).get(f"/documents/{Document.objects.get().pk}.pdf")

    assert answer.status_code == 404


def test_firm_reads_its_own_order(town, number, browser_of):
    issue(browser_of(town.officer), town, number)
    firm = browser_of(town.firm)
    document = Document.objects.get()

    page = firm.get(f"/firm/cases/{number}/")
    paper = firm.get(f"/documents/{document.pk}.pdf")

    assert f"给我厂的文书 {TITLE} {NUMBER} · 05-11 下载" in plain(page)
    assert paper.content[:5] == b"%PDF-"


def test_case_sheet_is_a_pdf(town, number, browser_of):
    answer = browser_of(town.officer).get(f"/cases/{number}/sheet.pdf")

    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")


def test_texts_of_papers_are_never_markup(town, number, browser_of):
    desk = browser_of(town.officer)
    issue(desk, town, number)
    nasty = "<script>alert(1)</script>"
    url = f"/cases/{number}/papers/{Document.objects.get().pk}/spoil/"
    desk.post(url, {"reason": nasty})

    for page in (
        desk.get(f"/cases/{number}/"),
        browser_of(town.firm).get(f"/firm/cases/{number}/"),
    ):
        html = page.content.decode()
        assert (nasty in html, "&lt;script&gt;alert(1)" in html) == (False, True)


def test_order_stands_in_the_loop_until_it_is_fixed(town, number, browser_of):
    """From the assignment to the closure: issued, spoilt, issued anew; gone once it is done."""
    desk = browser_of(town.officer)
    issue(desk, town, number)
    first = Document.objects.get()
    desk.post(f"/cases/{number}/papers/{first.pk}/spoil/", {"reason": "日期写错"})
    issue(desk, town, number, seen="1")
    fixed(town, number)

    page = panel(desk.get(f"/cases/{number}/"))

    assert page.startswith(f"开出的文书 事项单 {TITLE} {NUMBER.replace('1号', '2号')} 05-11 作废")
    assert WRITE not in page
    assert models.Case.objects.get(number=number).state == "closed"
