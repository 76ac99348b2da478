"""``anhuan certificate``: the certificate of responsibility as JSON or PDF, and checking one."""

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from anhuan.base.clock import now
from anhuan.documents.rendering import pdf
from anhuan.duty.attested import checks, document, sheet, signed
from anhuan.duty.certificate import certificate
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.ops.beginning import whole_code
from anhuan.ops.command import Stop
from anhuan.ops.node import at_the_console
from anhuan.rulebook.queries import form_at
from anhuan.territory.queries import area_by_code

WORDS: Final = {
    "enterprise": "企业主体", "industry": "行业主管", "territory": "属地监管",
    "party": "党委", "government": "政府", "safety": "安全", "environment": "环保",
    "city": "市", "county": "县（市、区）", "street": "乡镇（街道）", "community": "村（社区）",
    "cell": "网格", "no-post": "没有指定岗位", "vacant": "岗位空着", "expired": "任职到期",
    "several": "不止一人", "loop": "上级成环", "no-path": "上面没有人",
    "answers-to-self": "自己管自己", "no-department": "没有主管部门",
    "uncovered-site": "不在网格内", "uncovered-area": "没有覆盖",
    "overlapping-cells": "网格重叠", "overloaded": "一人负责过多",
    "permit": "发出的许可", "no-issuer": "许可没有发证单位", "abolished": "发证单位已撤销",
}  # fmt: skip
"""A statutory form is in Chinese."""


def run(options: argparse.Namespace) -> int:
    """Print or write it; 1 when there are gaps or a file does not check. Raises ``Stop``."""
    if options.check:
        return check(options.check)
    at = now()
    on = day(options.on) if options.on else day_of(at)
    moment = min(at, end_of_day(on) - timedelta(seconds=1))
    found = certificate(at_the_console(at), _path(options.area), at=moment)
    value = document(found, node=settings.NODE_NAME, made_at=at)
    envelope = signed(value, folder=settings.DATA_DIR)
    if options.pdf:
        options.pdf.write_bytes(printed(envelope, at))
    if options.json:
        json.dump(envelope, sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        _say(envelope)
    return 1 if value["gaps"] else 0


def printed(envelope: dict[str, Any], at: Any) -> bytes:
    """The PDF of a signed certificate. Raises ``Stop`` without a form."""
    form = form_at("duty.certificate", at)
    if form is None:
        raise Stop("没有证书式样 duty.certificate", "There is no form duty.certificate")
    content = sheet(envelope["certificate"], WORDS) | {
        "fingerprint": envelope["signature"]["fingerprint"],
        "signature": envelope["signature"]["value"],
    }
    return pdf(form.template, content, at=at)


def check(path: Path) -> int:
    try:
        found = checks(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        found = ""
    if not found:
        print("签名不符：这份证书不是原样，或不是节点签发的")
        print("The signature does not hold: changed, or not signed by a node")
        return 1
    print(f"签名有效，公钥指纹 {found}")
    print(f"The signature holds; fingerprint of the key {found}")
    return 0


def day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found.year < 1949:
        raise Stop(f"日期应写成 2026-05-11，不是 {text}", f"A day is written 2026-05-11: {text}")
    return found


def _path(code: str) -> str:
    if not code:
        return ""
    row = area_by_code(whole_code(code) if len(code) <= 12 and code.isdigit() else code)
    if row is None:
        raise Stop(f"没有区域 {code}", f"There is no area {code}")
    return str(row.path)


def _say(envelope: dict[str, Any]) -> None:
    value, seal = envelope["certificate"], envelope["signature"]
    print(f"{value['scope']['name']} {value['at']}：{len(value['gaps'])} 处断层")
    for gap in sheet(value, WORDS)["gaps"]:
        print("  ".join(part for part in gap if part))
    print(f"公钥指纹 / fingerprint of the key: {seal['fingerprint']}")
