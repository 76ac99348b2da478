"""A whole checklist as a file: JSON as the rulebook holds it, or a workbook of one row an item."""

import io
import json
from collections.abc import Mapping
from typing import IO, Any, Final

import xlsxwriter  # type: ignore[import-untyped]

from anhuan.base.intake import Record, is_json, read_json, read_table
from anhuan.base.sheets.grid import MAX_FILE_BYTES
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.checks import check_value
from anhuan.web.admin.checklists.drafts import Value, whole

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("编号",),
    "topic": ("检查部位", "类别"),
    "text": ("检查内容",),
    "domain": ("领域",),
    "field": ("主管部门",),
    "basis": ("依据",),
    "basis_from": ("依据施行日期",),
    "verified": ("已核验",),
    "when": ("适用条件",),
    "method": ("检查方法",),
    "cycle": ("频次",),
    "duty": ("责任岗位",),
    "major": ("重大隐患判定",),
    "photo": ("不符合要照片",),
    "apart": ("逐项单列",),
    "evidence": ("取证要求",),
    "penalty": ("处罚依据",),
    "fix": ("整改措施",),
    "common": ("常见问题",),
}
REQUIRED: Final = ("code", "topic", "text", "domain", "field")
FLAGS: Final = ("verified", "photo", "apart")
YES: Final = frozenset({"是", "yes", "true", "1", "y", "√"})
NO: Final = frozenset({"", "否", "no", "false", "0", "n", "×"})
RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


def as_json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def as_workbook(value: Mapping[str, Any]) -> bytes:
    """One row an item, its list of common findings with 、 between them; text only as text."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("检查清单")
    bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for at, names in enumerate(HEADINGS.values()):
        sheet.write_string(0, at, names[0], bold)
    for row, item in enumerate(value["items"], 1):
        for at, name in enumerate(HEADINGS):
            text = _shown(whole(item)[name])
            sheet.write_string(row, at, text, quoted if text.startswith(RISKY) else None)
    book.close()
    return out.getvalue()


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else ""
    return "、".join(value) if isinstance(value, list) else str(value)


def read_value(stream: IO[bytes], *, code: str, before: Mapping[str, Any]) -> Value:
    """The value of a list from a file; a workbook holds its items alone, object and industries
    stay. Refuses ``FILE_…``, ``TOO_MANY``, ``MISSING``, and ``MALFORMED`` with what is wrong."""
    data = stream.read(MAX_FILE_BYTES + 1)
    if len(data) > MAX_FILE_BYTES:
        raise Refusal(Why.FILE_TOO_LARGE, most=MAX_FILE_BYTES)
    if is_json(data):
        found = read_json(data)
        if not isinstance(found, dict):
            raise Refusal(Why.MALFORMED, field="file", problem="list")
    else:
        rows = read_table(data, HEADINGS, REQUIRED)
        found = {**before, "items": [_item(row) for row in rows]}
    check_value("checklist", code, found)
    return {name: found[name] for name in ("object", "industries", "items")}


def _item(row: Record) -> Value:
    item: Value = {name: text for name, text in row.values.items() if name not in FLAGS}
    for name in FLAGS:
        said = row.values.get(name, "").lower()
        if said not in YES | NO:
            raise Refusal(Why.MALFORMED, field=name, problem=f"row {row.row}")
        item[name] = said in YES
    item["common"] = [one.strip() for one in item.get("common", "").split("、") if one.strip()]
    return item
