"""The node: its name, set once, and what a new one begins with."""

from datetime import datetime

from django.db import transaction

from anhuan.kernel.access import Capability, Role, Viewer
from anhuan.ops.command import Stop
from anhuan.ops.models import Node
from anhuan.ops.types import FirstPeople
from anhuan.people.services import add_person, open_account
from anhuan.rulebook.services import load_seed
from anhuan.territory.services import add_area, add_post, add_unit, appoint
from anhuan.territory.types import UnitKind


@transaction.atomic
def name_node(*, name: str, at: datetime) -> bool:
    """Record the node's name; False when it was recorded before.

    Raises ``Stop`` when another name was recorded: what this node wrote carries the old one.
    """
    row, made = Node.objects.get_or_create(id=1, defaults={"name": name, "made_at": at})
    if row.name != name:
        raise Stop(
            f"这个数据库属于节点“{row.name}”，名称不能更改：设 ANHUAN_NODE={row.name}",
            f"This database belongs to the node {row.name!r}, whose name cannot change: "
            f"set ANHUAN_NODE={row.name}",
        )
    return made


@transaction.atomic
def set_up(first: FirstPeople, *, node: str, at: datetime) -> None:
    """The rules, the highest area, a unit with the administrator's post, and the administrator.

    Everything is recorded as the act of this first person, who has no post until the end.
    """
    name_node(name=node, at=at)
    load_seed(at=at)
    person = add_person(name=first.person, by=None, at=at)
    by = Viewer(person=person, at=at, capabilities=frozenset(Capability), name=first.person)
    area = add_area(code=first.code, name=first.area, level=first.level, parent=None, by=by, at=at)
    unit = add_unit(
        name=f"{first.area}平台管理", kind=UnitKind.GOVERNMENT, area=area, by=by, at=at
    )
    post = add_post(title="系统管理员", role=Role.ADMIN, unit=unit, by=by, at=at)
    appoint(post=post, person=person, since=at, by=by, at=at, basis="anhuan init")
    open_account(
        person_id=person, username=first.username, password=first.password, by=None, at=at
    )
