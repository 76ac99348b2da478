"""A phone of the invented city: a morning's patrol without a network, and what came too late."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from anhuan.base.ids import new_id
from anhuan.devices.services import enrol, receive
from anhuan.kernel.canon import encode
from anhuan.ops.demo.tasks import Told
from anhuan.ops.demo.world import World
from anhuan.people.queries import account_of
from anhuan.sites.carrying import sites_within

INSPECTOR: Final = "liuguifang"
FOUND: Final = "灭火器压力不足，指针在红区"
TOO_LATE: Final = "后门堆着纸箱，人出不去"
MINUTE: Final = timedelta(minutes=1)


class _Phone:
    """Acts made one after the other, each sealed as a phone seals it."""

    def __init__(self, device: UUID, at: datetime) -> None:
        self.device, self.at, self.boot = device, at, new_id()
        self.made: list[Mapping[str, Any]] = []

    def do(self, what: str, about: UUID, **given: Any) -> None:
        self.at += 4 * MINUTE
        act = {
            "id": str(new_id()),
            "seq": len(self.made) + 1,
            "what": what,
            "about": str(about),
            "given": given,
            "done_at": self.at.isoformat(),
            "elapsed_ms": 240_000 * (len(self.made) + 1),
            "boot": str(self.boot),
            "seen": None,
        }
        self.made.append(act | {"hash": sha256(encode(act)).hexdigest()})


def load_field(world: World, at: datetime) -> None:
    """Two patrols of yesterday morning, sent in the afternoon; one problem was written down when
    its visit had been ended, and waits as a statement."""
    by = Told(world, at).viewer(INSPECTOR, 1)
    account = account_of(by.person)
    sites = sites_within(by, by.areas, limit=2)
    if account is None or len(sites) < 2:
        return
    made = enrol(account_id=account.id, name="HarmonyOS", at=at - timedelta(days=3))
    phone = _Phone(made.id, at - timedelta(hours=22))
    for site in sites:
        visit = new_id()
        phone.do("visit.open", visit, kind="patrol", site=str(site), checklist="")
        if site == sites[0]:
            found = {"description": FOUND, "domain": "fire", "part": "一楼收银台旁"}
            phone.do("visit.find", visit, case=str(new_id()), **found)
        phone.do("visit.end", visit)
    late = {"description": TOO_LATE, "domain": "fire"}
    phone.do("visit.find", visit, case=str(new_id()), **late)
    receive(device=made.id, acts=phone.made, at=at - timedelta(hours=16))
