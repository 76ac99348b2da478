"""A log that signed two histories is a case: the node that witnessed it brings it in."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from anhuan.cases import models
from anhuan.cases.placing import charge_of_unit
from anhuan.cases.services.acts import Entrance, enter
from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, Domain, Kind
from anhuan.kernel.inputs import parse
from anhuan.kernel.lifecycle import Actor
from anhuan.kernel.refusal import Refusal, Why
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import place_of_area, the_node, top_office

SAID: Final = (
    "存证记录分叉：{origin} 的签名密钥在 {size} 条处签了两个不同的根。带签名的原始请求已经保存"
    "（证据编号 {evidence}）。请核实该节点是否改写过记录，通知其上级，并停止采信其后的检查点。"
)


@transaction.atomic
def on_contradiction(*, contradiction: UUID, origin: str, size: int, at: datetime) -> None:
    """Open a lead with the committee office nearest to the top, once for each contradiction.
    Refuses ``NO_SUCH_TARGET`` while there is no committee office; the worker then tries again."""
    if models.Case.objects.filter(pk=contradiction).exists():
        return
    office = top_office()
    if office is None:
        raise Refusal(Why.NO_SUCH_TARGET)
    unit, area = office
    by, place = the_node(at), place_of_area(area)
    given = {
        "kind": Kind.REPORT.value,
        "domain": Domain.SAFETY.value,
        "source": "monitor",
        "found_on": day_of(at),
        "area": place.area,
        "description": SAID.format(origin=origin, size=size, evidence=contradiction),
    }
    entrance = Entrance(
        site=None,
        place=place,
        charge=charge_of_unit(unit),
        actor=Actor(person=by.person, roles=frozenset({Role.OFFICE})),
        found=False,
    )
    values = parse(Action.REPORT, given)
    enter(Case(id=contradiction), Action.REPORT, values, entrance, rules_at(at), by=by, at=at)
