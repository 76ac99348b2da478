"""Daily sheets at the desk: the list, one sheet whose figures open their rows, its form, issuing,
correcting, on paper."""

import base64
import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from anhuan.documents.word import word
from anhuan.judgements import services
from anhuan.judgements.models import Conclusion, Judgement
from anhuan.kernel.calendar import day_of
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.models import Version
from anhuan.tasks.models import Task
from tests import factories as make
from tests.modules.cases.town import enter

LIST_QUERIES = 18
HOSTILE = "<script>alert(1)</script>{{ 7*7 }}#h(1fr)"
"""Markup of pages, of Word templates and of Typst."""


def drafted(town, days=0):
    day = day_of(make.AT) - timedelta(days=days)
    return services.draft(area=town.county.id, by=town.clerk, at=make.AT, day=day).number


def sent(town, **more):
    row = {"text-1": "夜查三家搅拌站", "unit-1": town.station.id, "due-1": "2026-05-12"}
    return row | {"work-1": "task", "air": "风小"} | more


def text(response, status=200):
    assert response.status_code == status
    html = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("n", [1, 3])
def test_list_makes_as_many_queries_for_one_as_for_three(
    town, browser_of, django_assert_num_queries, n
):
    for days in range(n):
        drafted(town, days)
    clerk = browser_of(town.clerk)
    clerk.get("/judgements/")

    with django_assert_num_queries(LIST_QUERIES):
        response = clerk.get("/judgements/")

    assert len(re.findall(r'data-url="/judgements/', response.content.decode())) == n


def test_sheet_is_drafted_edited_and_issued(town, browser_of):
    clerk = browser_of(town.clerk)
    made = clerk.post("/judgements/draft/", {"area": town.county.id})
    url = made.url

    kept = clerk.post(f"{url}edit/", sent(town))
    asked = text(clerk.get(f"{url}issue/"))
    issued = clerk.post(f"{url}issue/", {"version": 2})
    shown = text(clerk.get(url))

    assert (made.status_code, kept.url, issued.url) == (302, url, url)
    assert "1. 夜查三家搅拌站 枫林安监站 郑明 05-12 周二" in asked
    assert "已签发：1 条结论都有人办" in shown
    assert Task.objects.get().number in shown
    assert "风小" in shown


def test_conclusion_without_owner_is_said_and_nothing_is_given_out(town, browser_of):
    clerk, number = browser_of(town.clerk), drafted(town)
    clerk.post(f"/judgements/{number}/edit/", sent(town, **{"unit-1": ""}))

    page = clerk.post(f"/judgements/{number}/issue/", {"version": 2})

    assert "第 1 条结论缺内容、责任单位或期限" in text(page, 422)
    assert (Task.objects.count(), Judgement.objects.get().state) == (0, "draft")


@pytest.mark.parametrize(
    "more, named",
    [
        ({"due-1": "2026-02-30"}, "due-1"),
        ({"unit-1": "x"}, "unit-1"),
        ({"work-1": "party"}, "work-1"),
        ({"air": "字" * 301}, "air"),
        ({"highlights": "一\n二\n三\n四\n五\n六"}, "highlights"),
        ({"text-1": "夜\x00查"}, "text-1"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field_and_stays(town, browser_of, more, named):
    clerk, number = browser_of(town.clerk), drafted(town)

    page = clerk.post(f"/judgements/{number}/edit/", sent(town, **more))

    html = page.content.decode()
    bad = re.findall(r'field-bad[^"]*" id="field_([\w-]+)"', html)
    assert (page.status_code, bad) == (422, [named])
    assert Conclusion.objects.count() == 0


def test_stale_draft_is_not_overwritten(town, browser_of):
    clerk, number = browser_of(town.clerk), drafted(town)
    clerk.post(f"/judgements/{number}/edit/", sent(town, version=1))

    page = clerk.post(f"/judgements/{number}/edit/", sent(town, version=1, air="别的"))

    assert (page.status_code, Judgement.objects.get().written) == (409, {"air": "风小"})


def test_figures_open_exactly_their_rows(town, browser_of):
    enter(town, town.officer)
    enter(town, town.officer, description="灭火器过期")
    clerk, number = browser_of(town.clerk), drafted(town)

    page = clerk.get(f"/judgements/{number}/").content.decode()
    url = re.findall(r'href="([^"]+)"[^>]*>当天发现 2<', page)[0].replace("&amp;", "&")

    assert len(re.findall(r'data-url="/cases/', clerk.get(url).content.decode())) == 2


def test_officer_reads_what_was_issued_and_writes_nothing(town, browser_of):
    number = drafted(town)
    officer = browser_of(town.officer)
    hidden = officer.get(f"/judgements/{number}/").status_code
    for path in ("edit/", "issue/", "correct/"):
        assert officer.get(f"/judgements/{number}/{path}").status_code == 404

    assert hidden == 404
    assert officer.post("/judgements/draft/", {"area": town.county.id}).status_code == 404
    assert officer.get("/judgements/J-2026-999999/").status_code == 404


def test_correction_names_what_it_corrects(town, browser_of):
    clerk, number = browser_of(town.clerk), drafted(town)
    clerk.post(f"/judgements/{number}/edit/", sent(town))
    clerk.post(f"/judgements/{number}/issue/", {})

    unsaid = clerk.post(f"/judgements/{number}/correct/", {"why": " "})
    begun = clerk.post(f"/judgements/{number}/correct/", {"why": f"补数{HOSTILE}"})
    new = begun.url.removesuffix("edit/")

    assert (unsaid.status_code, begun.status_code) == (422, 302)
    assert "更正（第 2 版）：补数" in text(clerk.get(new))
    assert "<script>alert" not in clerk.get(new).content.decode()
    assert Task.objects.get().number in text(clerk.get(f"{new}edit/"))


def full(town, browser_of):
    """A sheet with all that it takes, hostile words among them."""
    clerk, number = browser_of(town.clerk), drafted(town)
    row = sent(town)
    for n in range(1, 9):
        row |= {f"text-{n}": (HOSTILE + "查" * 120)[:120], f"work-{n}": "task"}
        row |= {f"unit-{n}": town.station.id, f"due-{n}": "2026-05-12"}
    parts = ("air", "visits", "cases", "alarms", "sources", "coordinate")
    row |= {name: "字" * 300 for name in parts} | {"highlights": "亮\n" * 5}
    clerk.post(f"/judgements/{number}/edit/", row)
    clerk.post(f"/judgements/{number}/issue/", {})
    return clerk, number


def test_fullest_sheet_is_one_page_and_words_stay_words(town, browser_of):
    clerk, number = full(town, browser_of)

    paper = clerk.get(f"/judgements/{number}/sheet.pdf").content
    answer = clerk.get(f"/judgements/{number}/sheet.docx")

    parts = ZipFile(BytesIO(answer.content))
    said = re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())
    assert Judgement.objects.get().state == "issued"
    assert len(re.findall(rb"/Type ?/Page\b", paper)) == 1
    assert said.count("&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}#h(1fr)") == 8
    assert said.count("{%") == 0
    assert "云溪区日研判" in said
    assert answer["Content-Disposition"] == f'attachment; filename="{number}.docx"'


def template(mark):
    """The shipped Word template with another mark in its head."""
    value = Version.objects.get(code="judgement.word").value["template"]
    out, parts = BytesIO(), ZipFile(BytesIO(base64.b64decode(value)))
    with ZipFile(out, "w") as changed:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "word/document.xml":
                content = content.replace(b"{{ title }}", mark.encode())
            changed.writestr(name, content)
    return base64.b64encode(out.getvalue()).decode()


@pytest.mark.parametrize(
    "mark",
    [
        "{{ title.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ sections.append(1) }}",
        "{{ nothing_of_the_kind }}",
        "{% for x in %}",
    ],
)
def test_template_of_an_office_reaches_nothing_but_its_content(rules, mark):
    with pytest.raises(Refusal) as caught:
        word(template(mark), {"title": "日研判", "sections": []})

    assert (caught.value.why, caught.value.facts["field"]) == (Why.MALFORMED, "template")


@pytest.mark.parametrize("broken", ["", "%%%", base64.b64encode(b"PK no word").decode()])
def test_template_that_is_no_word_file_is_refused(broken):
    with pytest.raises(Refusal) as caught:
        word(broken, {})

    assert caught.value.why is Why.MALFORMED
