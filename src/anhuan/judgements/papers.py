"""The daily sheet on one A4 page, as PDF and as Word: both from the same content."""

from collections.abc import Sequence
from typing import Any, Final

from django.utils.translation import override

from anhuan.documents.rendering import pdf
from anhuan.documents.word import word
from anhuan.judgements.queries import judgement
from anhuan.judgements.types import JudgementFile
from anhuan.judgements.words import SECTION_WORDS, WORK_WORDS, said
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import DAY_ZONE
from anhuan.kernel.judgement import JudgementState, Section
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import form_at

PAGE: Final = "judgement.daily"
WORD: Final = "judgement.word"
WEEK: Final = "一二三四五六日"
SHOWN: Final = tuple(each for each in Section if each is not Section.HIGHLIGHTS)


def sheet_pdf(viewer: Viewer, number: str) -> bytes:
    """The sheet as it stands, under the form of its day. Refuses ``NOT_VISIBLE``."""
    file = judgement(viewer, number)
    return pdf(_template(PAGE, file), content(file), at=file.line.issued_at or viewer.at)


def sheet_word(viewer: Viewer, number: str) -> bytes:
    """The same as Word, to be sent on or set into another paper. Refuses ``NOT_VISIBLE``, and
    ``MALFORMED`` where the office's own template does not fit."""
    file = judgement(viewer, number)
    return word(_template(WORD, file), content(file))


def _template(form: str, file: JudgementFile) -> str:
    found = form_at(form, file.line.issued_at or file.line.drawn_at)
    if found is None:
        raise Refusal(Why.NO_SUCH_TARGET, form=form)
    return found.template


def content(file: JudgementFile) -> dict[str, Any]:
    """All that the paper says, as text; papers are Chinese."""
    line, day = file.line, file.line.day
    with override("zh-hans"):
        sections = [_section(each, file) for each in SHOWN]
        tasks = [
            {
                "n": n,
                "text": each.one.text,
                "work": str(WORK_WORDS[each.one.work]),
                "owner": " ".join(part for part in (each.unit_name, each.person) if part) or "—",
                "due": f"{each.one.due_on:%m-%d}" if each.one.due_on else "—",
                "number": each.number or "—",
            }
            for n, each in enumerate(file.concluded, start=1)
        ]
    drawn_at = line.drawn_at.astimezone(DAY_ZONE)
    issued = line.issued_at.astimezone(DAY_ZONE) if line.issued_at else None
    return {
        "title": f"{line.area_name}日研判",
        "day": f"{day.year} 年 {day.month} 月 {day.day} 日　星期{WEEK[day.weekday()]}",
        "stamp": "" if file.one.state is JudgementState.ISSUED else "草稿",
        "correction": f"更正（第 {line.edition} 版）：{file.why}" if line.edition > 1 else "",
        "sections": [each for each in sections if each["said"] or each["written"]],
        "late": file.drawn.get("cases", {}).get("late", []),
        "tasks": tasks,
        "highlights": _lines(file.written.get(Section.HIGHLIGHTS, "")),
        "unit": line.unit_name,
        "issuer": file.issuer,
        "issued": f"{issued:%Y-%m-%d %H:%M}" if issued else "",
        "foot": f"编号 {line.number}　数据截至 {drawn_at:%m-%d %H:%M}",
        "digest": file.one.digest[:16],
    }


def _section(section: Section, file: JudgementFile) -> dict[str, Any]:
    told = "；".join(each.text.rstrip("。") for each in said(section, file.drawn))
    return {
        "head": str(SECTION_WORDS[section]),
        "said": f"{told}。" if told else "",
        "written": _lines(file.written.get(section, "")),
    }


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
