"""The breakdown of an upper document, clause by clause."""

import zipfile
from io import BytesIO

import pytest

from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.task import TaskAct
from anhuan.ledger.models import Fact
from anhuan.tasks import queries
from anhuan.tasks.models import Clause
from anhuan.tasks.reading import MOST_CLAUSES, docx_text, read_text
from anhuan.tasks.services import enter_document, set_aside, take_up
from tests import factories as make

NOTICE = """关于做好岁末年初安全防范的通知
一、压實(shí)責(zé)任。各街道逐级签订责任书。
二、摸清底数。11 月底前完成餐饮场所燃气排查。
续写的一行也属于第二条。
三、重点工作
（一）开展液化气瓶专项检查。
（二）组织一次演练。
四、严禁烟花爆竹生产。
"""


def enter(town, **more):
    given = {"title": "岁末年初通知", "issuer": "安澜市安委办", "text": NOTICE}
    return enter_document(**({"by": town.clerk} | given | more), at=make.AT)


def clauses(town, document):
    return queries.document(town.clerk, document).clauses


def refused(write):
    with pytest.raises(Refusal) as caught:
        write()
    return caught.value.why


def test_numbering_makes_clauses_and_headings_are_no_clauses(town):
    found = [(each.label, each.is_heading) for each in clauses(town, enter(town))]
    assert found == [
        ("", True), ("一", False), ("二", False), ("三", True), ("（一）", False),
        ("（二）", False), ("四", False),
    ]  # fmt: skip


def test_machine_pinyin_goes_and_the_original_stays(town):
    document = enter(town)
    first = clauses(town, document)[1]
    assert first.text == "一、压實責任。各街道逐级签订责任书。"
    assert first.original == "一、压實(shí)責(zé)任。各街道逐级签订责任书。"
    assert queries.document(town.clerk, document).removed == 2


def test_units_in_brackets_are_no_pinyin():
    assert read_text("一、功率(kw)不变。").clauses[0].text == "一、功率(kw)不变。"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("第一条 甲。\n第十二条 乙。", ["第一条", "第十二条"]),
        ("1. 甲。\n2、乙。\n（3）丙。\n④丁。", ["1", "2", "（3）", "④"]),
        ("1.5 米以上设护栏。", [""]),
        ("（一）甲。\r\n(二)乙。", ["（一）", "(二)"]),
        ("甲。\n乙。", ["", ""]),
    ],
)
def test_ways_of_numbering(text, labels):
    assert [each.label for each in read_text(text).clauses] == labels


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.MISSING),
        (" \n\u3000\n", Why.MISSING),
        ("一、甲\x00。", Why.MALFORMED),
        ("一、甲\ud800。", Why.MALFORMED),
        ("长" * 200_001, Why.MALFORMED),
        ("一、" + "长" * 9000, Why.MALFORMED),
        ("\n".join(f"{n % 900}. 甲。" for n in range(MOST_CLAUSES + 1)), Why.TOO_MANY),
    ],
)
def test_hostile_text_is_refused_with_its_reason(text, why):
    assert refused(lambda: read_text(text)) is why


def test_each_clause_has_a_task_or_a_reason_or_waits(town, asking):
    document = enter(town)
    lines = {each.label: each for each in clauses(town, document)}
    asking.give(clause=lines["一"].id)
    set_aside(clause=lines["四"].id, reason="本区没有烟花爆竹企业", by=town.clerk, at=make.AT)
    file = queries.document(town.clerk, document)
    assert [each.label for each in file.clauses if each.waits] == ["二", "（一）", "（二）"]
    assert (file.line.clauses, file.line.waiting) == (5, 3)
    made = queries.task_file(town.head, asking.number)
    assert made.original == "一、压實(shí)責(zé)任。各街道逐级签订责任书。"
    assert (made.line.kind, made.source) == ("clause", "《岁末年初通知》 一")


def test_the_count_that_waits_is_the_list_that_waits_with_several_tasks_of_a_clause(town, asking):
    document = enter(town)
    first = clauses(town, document)[1]
    asking.give(clause=first.id)
    asking.give(clause=first.id)
    file = queries.document(town.clerk, document)
    assert (file.line.clauses, file.line.waiting) == (5, 4)
    assert [len(each.tasks) for each in file.clauses] == [0, 2, 0, 0, 0, 0, 0]


def test_acts_on_a_clause_are_numbered_from_one(town):
    first = clauses(town, enter(town))[1].id
    set_aside(clause=first, reason="本区没有", by=town.clerk, at=make.AT)
    take_up(clause=first, by=town.clerk, at=make.AT)
    found = Fact.objects.filter(subject=first).order_by("version")
    assert list(found.values_list("kind", "version")) == [
        ("clause.set_aside", 1),
        ("clause.taken_up", 2),
    ]


def test_a_withdrawn_task_leaves_its_clause_waiting(town, asking):
    document = enter(town)
    asking.give(clause=clauses(town, document)[1].id)
    asking.do(TaskAct.WITHDRAW, town.clerk, reason="写错了")
    assert queries.document(town.clerk, document).line.waiting == 5


def test_a_clause_with_a_task_is_not_set_aside_and_the_reverse(town, asking):
    document = enter(town)
    first, second = clauses(town, document)[1:3]
    asking.give(clause=first.id)
    aside = {"by": town.clerk, "at": make.AT}
    assert refused(lambda: set_aside(clause=first.id, reason="无", **aside)) is Why.CLAUSE_TAKEN
    set_aside(clause=second.id, reason="不涉及", **aside)
    assert refused(lambda: asking.give(clause=second.id)) is Why.CLAUSE_TAKEN
    assert refused(lambda: set_aside(clause=second.id, reason=" ", **aside)) is Why.MISSING
    take_up(clause=second.id, **aside)
    assert asking.give(clause=second.id).task.is_open


def test_another_unit_neither_sees_nor_sets_aside(town):
    document = enter(town, by=town.clerk)
    first = clauses(town, document)[1]
    assert refused(lambda: queries.document(town.officer, document)) is Why.NOT_VISIBLE
    aside = lambda by: set_aside(clause=first.id, reason="无", by=by, at=make.AT)  # noqa: E731
    assert refused(lambda: aside(town.officer)) is Why.NOT_VISIBLE
    assert refused(lambda: enter(town, by=town.boss)) is Why.WRONG_ROLE
    assert Clause.objects.exclude(aside_reason="").count() == 0


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"title": " "}, Why.MISSING),
        ({"issuer": ""}, Why.MISSING),
        ({"title": "长" * 201}, Why.MALFORMED),
        ({"number": "\x00"}, Why.MALFORMED),
        ({"issued_on": "2026-13-01"}, Why.MALFORMED),
    ],
)
def test_a_document_with_wrong_fields_is_refused(town, more, why):
    assert refused(lambda: enter(town, **more)) is why


def word_file(tmp_path, body):
    path = tmp_path / "通知.docx"
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", body)
    path.write_bytes(packed.getvalue())
    return path


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_word_file_gives_its_paragraphs(tmp_path):
    body = (
        f"<w:document {W}><w:body><w:p><w:r><w:t>一、甲</w:t></w:r><w:r><w:t>乙。</w:t></w:r>"
        "</w:p><w:p><w:r><w:t>二、丙。</w:t></w:r></w:p></w:body></w:document>"
    )
    text = docx_text(word_file(tmp_path, body))
    assert [each.text for each in read_text(text).clauses] == ["一、甲乙。", "二、丙。"]


@pytest.mark.parametrize(
    "body",
    [
        "<w:document",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
)
def test_a_broken_word_file_is_refused(tmp_path, body):
    assert refused(lambda: docx_text(word_file(tmp_path, body))) is Why.FILE_BROKEN


def test_what_is_no_word_file_is_refused(tmp_path):
    path = tmp_path / "通知.docx"
    path.write_bytes(b"PK\x03\x04 nothing")
    assert refused(lambda: docx_text(path)) is Why.FILE_BROKEN
