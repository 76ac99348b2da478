"""Permits and a letter to firms for the invented city, entered through the live program."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of
from anhuan.notices.services.circulars import read_circular, send_circular
from anhuan.ops.demo.tasks import Told
from anhuan.ops.demo.world import World
from anhuan.sites.services import add_permit

KEEPER: Final = "linjie"
FIRM: Final = "zhaowenbo"
KINDS: Final = ("discharge", "safety-production", "special-equipment", "fire-venue", "food")
DAYS: Final = (24, 400, -12, 760, 55, 1100, 210, -40)
"""How many days from today the permits run out, in turn."""
STRANGER: Final = "安澜省危险化学品登记中心"
MOST: Final = 48
LETTER: Final = {
    "title": "致全区制造业企业的一封信：岁末年初安全生产提醒",
    "body": (
        "各企业负责人：\n\n岁末年初生产任务重、气温低，请带队对本单位开展一次自查，重点看安全出口、"
        "喷涂和粉尘作业、临时用电、有限空间。查出的问题在平台“自查”里登记，能当场改的当场改。\n\n"
        "拿不准的事，打开“找人”就能找到负责你们单位的监管人员。\n\n云溪区安委办"
    ),
}


def load_permits(world: World, at: datetime) -> int:
    """Returns how many permits were entered: some run out, some have, one has no unit here."""
    by = Told(world, at).viewer(KEEPER, 0)
    today, count = day_of(at), 0
    for count, site in enumerate(_sites(world, by), start=1):
        _enter(site, count - 1, today, by, at)
    return count


def _sites(world: World, by: Viewer) -> list[UUID]:
    """The firm of the demo first, then others in the keeper's reach."""
    own = sorted(Told(world, by.at).viewer(FIRM, 0).sites)
    rows = apps.get_model("sites", "Site").objects.filter(operation="operating")
    within = rows.filter(area_path__under=by.areas[0]).exclude(pk__in=own)
    return [*own, *within.order_by("normal_name", "id").values_list("id", flat=True)[:MOST]]


def _enter(site: UUID, n: int, today: date, by: Viewer, at: datetime) -> None:
    last = today + timedelta(days=DAYS[n % len(DAYS)])
    issued = min(last - timedelta(days=1095), today)
    given: dict[str, Any] = {
        "kind": KINDS[n % len(KINDS)],
        "number": f"安云许〔{issued.year}〕{n + 101:04d} 号",
        "issued_on": issued,
        "valid_to": last,
    }
    if n % 17 == 9:
        given["issuer"] = STRANGER
    add_permit(site_id=site, given=given, by=by, at=at)


def send_letter(world: World, at: datetime) -> None:
    """After the accounts are open: who can sign in is part of the frozen list."""
    told = Told(world, at)
    by = told.viewer(KEEPER, 2)
    area = apps.get_model("territory", "Area").objects.get(path=by.areas[0])
    letter = send_circular(
        given=LETTER,
        area=area.pk,
        industries=["C"],
        to_sign=True,
        unit=told.unit(KEEPER),
        by=by,
        at=by.at,
    )
    reader = told.viewer("wangjianguo", 1)
    addressed = apps.get_model("notices", "Addressee").objects.filter(circular=letter)
    for site in addressed.filter(site__in=reader.sites).values_list("site", flat=True):
        read_circular(circular_id=letter, site=site, by=reader, at=reader.at)
