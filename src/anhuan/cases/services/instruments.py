"""What an instrument calls for is a lead like any other: somebody goes and looks."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.base.ids import new_id
from anhuan.cases.placing import charge_of
from anhuan.cases.services.acts import Entrance, enter
from anhuan.cases.types import Act
from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, Domain, Kind
from anhuan.kernel.inputs import parse
from anhuan.kernel.lifecycle import Actor
from anhuan.rulebook.queries import rules_at
from anhuan.sites.queries import scope_of_site
from anhuan.territory.queries import place_of_area, the_node


@transaction.atomic
def open_for_instrument(
    *, site: UUID | None, area: UUID, description: str, number: str, at: datetime
) -> Act:
    """A lead of the node itself, given to whoever answers for the place; ``number``: by which the
    instrument is known. Refuses ``NO_SUCH_TARGET`` where nobody does; the sweep tries again."""
    by = the_node(at)
    scope = scope_of_site(site) if site else None
    place = scope.place if scope else place_of_area(area)
    given = {
        "kind": Kind.REPORT.value,
        "domain": Domain.ENVIRONMENT.value,
        "source": "monitor",
        "found_on": day_of(at),
        "description": description,
        "source_number": number,
    } | ({"site": site} if scope else {"area": place.area})
    charge = charge_of(
        by, site=site, area=place.area, path=place.path, domain=Domain.ENVIRONMENT.value, at=at
    )
    actor = Actor(person=by.person, roles=frozenset({Role.OFFICE}))
    entrance = Entrance(site=scope, place=place, charge=charge, actor=actor, found=False)
    values = parse(Action.REPORT, given)
    return enter(Case(id=new_id()), Action.REPORT, values, entrance, rules_at(at), by=by, at=at)
