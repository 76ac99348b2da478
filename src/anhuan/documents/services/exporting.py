"""A register as a workbook, for whoever keeps it on paper too."""

from datetime import datetime
from io import BytesIO
from typing import Final
from uuid import UUID

import xlsxwriter  # type: ignore[import-untyped]
from django.db import transaction

from anhuan.documents.registers import whole
from anhuan.documents.types import Entry, Standing
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.calendar import DAY_ZONE
from anhuan.kernel.refusal import Refusal, Why
from anhuan.people.services import note_disclosure
from anhuan.people.types import Disclosed
from anhuan.sites.standing import site_names

HEADS: Final = ("序号", "文号", "文书", "单位", "日期", "状态", "作废原因", "内容校验（SHA-256）")
LONGEST: Final = 32_000


@transaction.atomic
def export_register(*, form: str, unit: UUID, year: int, by: Viewer, at: datetime) -> bytes:
    """One register with every number, text only ever as text; the export is logged. Refuses
    ``WRONG_ROLE``, and ``NOT_VISIBLE`` for a register of another unit."""
    if not by.may(Capability.EXPORT):
        raise Refusal(Why.WRONG_ROLE, capability=Capability.EXPORT)
    entries = whole(by, form=form, unit=unit, year=year)
    sites = site_names({one.line.site for one in entries if one.line and one.line.site})
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, quoted = book.add_worksheet("文号簿"), book.add_format({"quote_prefix": True})
        for column, head in enumerate(HEADS):
            sheet.write_string(0, column, head)
        for number, one in enumerate(entries, start=1):
            for column, text in enumerate(_cells(one, sites)):
                sheet.write_string(number, column, text[:LONGEST], quoted)
    note_disclosure(
        kind=Disclosed.EXPORTED,
        what="document.register",
        subject=unit,
        why=f"{form} {year}",
        rows=len(entries),
        by=by.person,
        at=at,
    )
    return out.getvalue()


def _cells(one: Entry, sites: dict[UUID, str]) -> tuple[str, ...]:
    line = one.line
    if line is None:
        return (str(one.serial), one.number, "", "", "", "在手机号段里，还没用", "", "")
    spoilt = line.standing is Standing.SPOILT
    return (
        str(one.serial),
        one.number,
        line.title,
        sites.get(line.site, "") if line.site else "",
        f"{line.issued_at.astimezone(DAY_ZONE):%Y-%m-%d}",
        "作废" if spoilt else "已用",
        line.spoilt_reason,
        line.digest,
    )
