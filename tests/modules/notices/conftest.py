"""Two people in two units, a data folder of their own, and text messages to a file."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from anhuan.base.ids import new_id
from anhuan.kernel.access import Role, Viewer
from anhuan.notices.composing import code_of
from anhuan.notices.jobs import due, run
from anhuan.notices.models import Address
from anhuan.notices.services import addresses, notify
from anhuan.notices.types import Channel
from anhuan.people.models import Person
from anhuan.territory.models import Unit
from anhuan.territory.types import Level
from tests import factories as make

AT = datetime(2026, 5, 20, 2, tzinfo=UTC)
"""A Wednesday, ten in the morning in UTC+8."""


@dataclass
class Town:
    station: Unit
    anne: Viewer
    bert: Viewer
    keeper: Viewer
    stranger: Viewer


@pytest.fixture
def town(rules: int) -> Town:
    """Anne and Bert in one station, a keeper there, and a keeper of another county."""
    city = make.area("安澜市")
    here = make.area("云溪区", level=Level.COUNTY, parent=city)
    there = make.area("平川县", level=Level.COUNTY, parent=city)
    station, other = make.unit("云溪安监站", area=here), make.unit("平川安监站", area=there)

    def person(name: str, role: Role, unit: Unit) -> Viewer:
        someone: Person = make.person(name)
        make.appointed(someone, make.post(name, role=role, unit=unit))
        return make.viewer_for(someone, AT)

    return Town(
        station,
        person("陈立", Role.OFFICER, station),
        person("吴海涛", Role.APPROVER, station),
        person("方宁", Role.ADMIN, station),
        person("高远", Role.ADMIN, other),
    )


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.SMS_GATEWAY = "file"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.ADDRESS = "https://anhuan.example.cn"
    return tmp_path


def sent(folder: Path) -> list[dict[str, str]]:
    """Text messages in the order in which they were written."""
    path = folder / "sms.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def work(at: datetime) -> None:
    """What one worker does at ``at``: all that is due, and what that makes due."""
    for _ in range(2):
        for item in due(at):
            run(item, at)


def mobile(viewer: Viewer, *, number: str = "13800001234", at: datetime = AT) -> Address:
    """A confirmed mobile number, without its code on the way."""
    addresses.enter(channel=Channel.SMS, target=number, by=viewer, at=at)
    row = Address.objects.get(person=viewer.person, channel=Channel.SMS)
    assert addresses.confirm(address=row.pk, code=code_of(row), by=viewer, at=at)
    row.deliveries.all().delete()
    return row


def tell(*to: UUID, number: str, title: str = "通道堵塞", at: datetime = AT, **more: Any) -> None:
    params = {"number": number, "title": title, "reporter": "李四 13911112222", "act": "recheck"}
    values: dict[str, Any] = {
        "topic": "case.ball",
        "params": params,
        "subject_kind": "case",
        "subject": more.pop("subject", new_id()),
        "key": more.pop("key", str(new_id())),
        "at": at,
    }
    notify(to=to, **(values | more))
