"""Own checks of a firm, and the dust of building sites, walked through in the live program."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.apps import apps

from anhuan.inspections import services
from anhuan.kernel.access import Viewer
from anhuan.kernel.checklist import Answer, Checklist, proposed
from anhuan.kernel.visit import VisitAct
from anhuan.ops.demo.tasks import Told
from anhuan.ops.demo.world import World
from anhuan.rulebook.queries import checklists_at

FIRM: Final = "wangjianguo"
OFFICER: Final = "chenli"
DUST: Final = "site-dust"
MOST_SITES: Final = 6
AT_HOME: Final = "这次没走到，下次先查"
NONE_HERE: Final = "本单位没有这种设备"
LOOKED: Final = "这次只看扬尘"


def load_checks(world: World, at: datetime) -> None:
    """A check that ended, one half done, and every building site of a street looked at once."""
    told = Told(world, at)
    firm = told.viewer(FIRM, 16)
    site = sorted(firm.sites)[0]
    industry = apps.get_model("sites", "Site").objects.values_list("industry", flat=True)
    code, listed = _list(at, industry.get(pk=site))
    number = _begun(site, "self-check", code, firm)
    _answer(number, listed, firm, _mostly_fine(listed))
    services.act(number=number, what=VisitAct.END, given={}, by=firm, at=firm.at)
    firm = told.viewer(FIRM, 0)
    number = _begun(site, "self-check", code, firm)
    half = dict(list(_mostly_fine(listed).items())[: len(listed.items) // 2])
    _answer(number, listed, firm, half)
    for n, building in enumerate(_buildings(told.viewer(OFFICER, 9))):
        _dust(building, told.viewer(OFFICER, 9 + n), n)


def _list(at: datetime, industry: str) -> tuple[str, Checklist]:
    lists = {code: one.checklist for code, one in checklists_at(at).items()}
    code = proposed(lists, industry)[0]
    return code, lists[code]


def _buildings(by: Viewer) -> list[UUID]:
    rows = apps.get_model("sites", "Site").objects.filter(
        subject="construction", area_path__under=by.areas[0]
    )
    return list(rows.order_by("normal_name", "id").values_list("id", flat=True)[:MOST_SITES])


def _dust(site: UUID, by: Viewer, n: int) -> None:
    """A patrol that looked at what stands apart, and at one thing less each time."""
    listed = checklists_at(by.at)[DUST].checklist
    apart = [item.code for item in listed.items if item.apart]
    looked = apart[: len(apart) - n % 3]
    given = {code: (Answer.CONFORMS, "") for code in looked}
    rest = {item.code: (Answer.NOT_CHECKED, LOOKED) for item in listed.items}
    number = _begun(site, "patrol", DUST, by)
    _answer(number, listed, by, rest | given)
    services.act(number=number, what=VisitAct.END, given={}, by=by, at=by.at)


def _mostly_fine(listed: Checklist) -> dict[str, tuple[Answer, str]]:
    found: dict[str, tuple[Answer, str]] = {}
    for n, item in enumerate(listed.items):
        if n % 9 == 5:
            found[item.code] = (Answer.NOT_APPLICABLE, NONE_HERE)
        elif n % 9 == 8:
            found[item.code] = (Answer.NOT_CHECKED, AT_HOME)
        else:
            found[item.code] = (Answer.CONFORMS, "")
    return found


def _begun(site: UUID, kind: str, checklist: str, by: Viewer) -> str:
    given: dict[str, Any] = {"kind": kind, "site": site, "checklist": checklist}
    return services.open_visit(given=given, by=by, at=by.at).number


def _answer(
    number: str, listed: Checklist, by: Viewer, given: Mapping[str, tuple[Answer, str]]
) -> None:
    answers = [
        {"item": item.code, "answer": given[item.code][0].value, "reason": given[item.code][1]}
        for item in listed.items
        if item.code in given
    ]
    services.walk(number=number, answers=answers, findings={}, by=by, at=by.at)
