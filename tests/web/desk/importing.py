"""Small ledgers to send."""

from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.modules.cases.reading_files import csv_bytes

HEADING = [
    "序号",
    "企业名称",
    "检查时间",
    "隐患描述",
    "隐患等级",
    "整改期限",
    "整改责任人",
    "整改状态",
]
XSS = "<script>alert(1)</script>"


def row(number: int, **more: str) -> list[str]:
    """One line of a ledger in which everything can be read."""
    told = {
        "site_name": "枫林木业有限公司",
        "found_on": "2026-03-04",
        "description": f"{number} 号配电箱门缺失",
        "grade": "一般",
        "due_on": "2026-03-14",
        "responsible": "孙大明",
        "status": "整改中",
    } | more
    return [str(number), *told.values()]


def ledger(*rows: list[str]) -> bytes:
    return csv_bytes([HEADING, *rows])


def upload(browser: Client, unit: UUID, content: bytes, name: str = "台账.csv") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return browser.post("/import/", {"file": file, "unit": str(unit), "domain": "safety"})
