"""Documents from above on the desk: pasted or sent, broken down clause by clause."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anhuan.tasks.models import Clause, UpperDocument
from tests.modules.tasks.test_documents import NOTICE, W
from tests.web.desk.test_work import get, texts

LIST_QUERIES = 15
PAGE_QUERIES = 19
SENT = {"title": "岁末年初通知", "issuer": "安澜市安委办", "text": NOTICE}


@pytest.fixture
def clerk(town, browser_of):
    return browser_of(town.clerk)


def entered(clerk, **more):
    return clerk.post("/documents-above/new/", SENT | more)["Location"]


@pytest.mark.parametrize("n", [1, 3])
def test_lists_make_as_many_queries_for_one_as_for_three(
    town, clerk, django_assert_num_queries, n
):
    for _ in range(n):
        entered(clerk)
    with django_assert_num_queries(LIST_QUERIES):
        clerk.get("/documents-above/")


@pytest.mark.parametrize("n", [1, 3])
def test_page_makes_as_many_queries_for_one_clause_as_for_three(
    town, clerk, django_assert_num_queries, n
):
    text = "\n".join(f"{at}. 事项。" for at in range(1, n + 1))
    place = entered(clerk, text=text)
    with django_assert_num_queries(PAGE_QUERIES):
        clerk.get(place)


def test_a_pasted_text_becomes_clauses(town, clerk):
    html = get(clerk, entered(clerk))
    assert texts(html, "sentence") == ["5 条里还有 5 条既没有任务也没有理由"]
    assert "去掉了机器拼音 2 处，原文照样保留。" in html


def test_a_word_file_is_read_and_kept(town, clerk):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f"<w:document {W}><w:body><w:p><w:r><w:t>一、签责任书。</w:t></w:r></w:p></w:body>"
            "</w:document>",
        )
    file = SimpleUploadedFile("通知.docx", packed.getvalue())
    html = get(clerk, entered(clerk, text="", files=file))
    assert "一、签责任书。" in html
    download = re.search(r'href="(/evidence/[^"]+)"[^>]*>通知\.docx', html)[1]
    assert b"".join(clerk.get(download).streaming_content) == packed.getvalue()


def test_neither_text_nor_file_is_told(town, clerk):
    answer = clerk.post("/documents-above/new/", SENT | {"text": ""})
    assert (answer.status_code, UpperDocument.objects.count()) == (422, 0)


def test_a_clause_becomes_a_task_and_no_longer_waits(town, clerk):
    place = entered(clerk)
    clause = Clause.objects.get(label="二")
    html = get(clerk, f"/tasks/new/?clause={clause.id}")
    assert "11 月底前完成餐饮场所燃气排查" in html
    sent = {
        "title": "完成餐饮场所燃气排查",
        "to_unit": str(town.station.id),
        "due_on": "2026-05-29",
        "clause": str(clause.id),
    }
    task = clerk.post("/tasks/new/", sent)["Location"]
    assert "《岁末年初通知》 二" in get(clerk, task)
    assert texts(get(clerk, place), "sentence") == ["5 条里还有 4 条既没有任务也没有理由"]


def test_a_clause_stands_aside_only_with_a_reason(town, clerk):
    place = entered(clerk)
    clause = Clause.objects.get(label="四")
    path = f"/clauses/{clause.id}/aside/"
    assert clerk.post(path, {"reason": " "}).status_code == 422
    assert clerk.post(path, {"reason": "本区没有烟花爆竹企业"})["Location"] == place
    html = get(clerk, place)
    assert "不涉及：本区没有烟花爆竹企业" in html
    assert "四、严禁" not in get(clerk, f"{place}?only=waiting")
    clerk.post(f"/clauses/{clause.id}/take-up/")
    assert "四、严禁" in get(clerk, f"{place}?only=waiting")


def test_another_unit_finds_nothing(town, clerk, browser_of):
    place = entered(clerk)
    clause = Clause.objects.get(label="四")
    officer = browser_of(town.officer)
    assert officer.get(place).status_code == 404
    assert officer.post(f"/clauses/{clause.id}/aside/", {"reason": "无"}).status_code == 404
    assert "岁末年初通知" not in get(officer, "/documents-above/")
    assert browser_of(town.boss).get("/documents-above/new/").status_code == 403


def test_markup_in_a_document_is_shown_as_text(town, clerk):
    html = get(clerk, entered(clerk, text="一、<script>alert(1)</script>甲。"))
    assert "<script>alert" not in html
