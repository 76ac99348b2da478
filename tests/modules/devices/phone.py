"""A phone of somebody in the small town: it makes acts without a network and sends them."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

from anhuan.base.ids import new_id
from anhuan.devices.services import bring_photo, enrol, receive
from anhuan.devices.types import Received, Result
from anhuan.kernel.access import Viewer
from anhuan.kernel.canon import encode
from anhuan.people.services import open_account
from anhuan.rulebook.models import Version
from tests import factories as make
from tests.api.callers import PASSWORD, picture
from tests.modules.inspections.test_visits import LIST

BOOT = uuid4()


def small_shop() -> None:
    """The list that the phones carry."""
    Version.objects.create(
        subject="checklist",
        code="small-shop",
        name="小商铺",
        value=LIST,
        valid_from=make.START,
        recorded_from=make.START,
        source="测试",
    )


def account_of(viewer: Viewer) -> UUID:
    return open_account(
        person_id=viewer.person,
        username=f"u{viewer.person.hex[-12:]}",
        password=PASSWORD,
        by=viewer.person,
        at=make.AT,
    )


def sealed(act: dict[str, Any]) -> dict[str, Any]:
    """The act with its hash."""
    rest = {name: value for name, value in act.items() if name != "hash"}
    return rest | {"hash": sha256(encode(rest)).hexdigest()}


@dataclass
class Phone:
    """``made`` holds every act in the order of its numbers."""

    viewer: Viewer
    account: UUID
    device: UUID
    secret: str
    at: datetime = make.AT
    made: list[dict[str, Any]] = field(default_factory=list)

    def do(self, what: str, about: Any, **given: Any) -> dict[str, Any]:
        self.at += timedelta(minutes=1)
        act = {
            "id": str(new_id()),
            "seq": len(self.made) + 1,
            "what": what,
            "about": str(about),
            "given": json.loads(json.dumps(given, default=str)),
            "done_at": self.at.isoformat().replace("+00:00", "Z"),
            "elapsed_ms": 482_133,
            "boot": str(BOOT),
            "seen": None,
        }
        self.made.append(sealed(act))
        return self.made[-1]

    def visit(self, site: UUID, **more: Any) -> UUID:
        """A patrol with one problem: begun, found, ended."""
        key = new_id()
        self.do("visit.open", key, kind="patrol", site=site, checklist="")
        found = {"description": "安全出口堵塞", "domain": "fire"} | more
        self.do("visit.find", key, case=new_id(), **found)
        self.do("visit.end", key)
        return key

    def send(self, *acts: dict[str, Any], at: datetime | None = None) -> Received:
        sent = list(acts) or self.made
        return receive(device=self.device, acts=sent, at=at or self.at + timedelta(minutes=5))

    def said(self, *acts: dict[str, Any], at: datetime | None = None) -> list[str]:
        return [str(one.outcome) for one in self.send(*acts, at=at).results]

    def last(self, at: datetime | None = None) -> Result:
        return self.send(at=at).results[-1]

    def photo(self, shade: int = 120, *, stage: str = "before") -> dict[str, Any]:
        """A photo as an act names it; it is not brought by this."""
        return {
            "sha256": sha256(picture(shade)).hexdigest(),
            "original": sha256(b"camera" + bytes([shade])).hexdigest(),
            "taken_at": self.at.isoformat().replace("+00:00", "Z"),
            "point": [118.5, 36.25, 12.5],
            "stage": stage,
        }

    def bring(self, shade: int = 120, *, sha: str = "") -> None:
        content = picture(shade)
        bring_photo(
            BytesIO(content),
            sha256=sha or sha256(content).hexdigest(),
            device=self.device,
            person=self.viewer.person,
            at=self.at,
        )


def phone_of(viewer: Viewer, *, name: str = "HarmonyOS", account: UUID | None = None) -> Phone:
    key = account or account_of(viewer)
    made = enrol(account_id=key, name=name, at=make.AT)
    return Phone(viewer=viewer, account=key, device=made.id, secret=made.secret)
