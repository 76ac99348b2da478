"""``anhuan certificate``: the certificate of responsibility as JSON or PDF, and checking one."""

import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from anhuan.base.clock import now
from anhuan.documents.rendering import pdf
from anhuan.duty.attested import FORM, WORDS, checks, document, printed_sheet, sheet, signed
from anhuan.duty.certificate import certificate
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.ops.beginning import whole_code
from anhuan.ops.command import Stop
from anhuan.ops.node import at_the_console
from anhuan.rulebook.queries import form_at
from anhuan.territory.naming import area_by_code


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
    form = form_at(FORM, at)
    if form is None:
        raise Stop(f"没有证书式样 {FORM}", f"There is no form {FORM}")
    return pdf(form.template, printed_sheet(envelope), at=at)


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
