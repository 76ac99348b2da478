"""Which matters a viewer may see, and as what: one rule, as a check and as a filter.

Sealed by default. The office that prepares it, the body that decides it, whoever it is about from
the notice on, and the superior from where the rulebook says. The person never sees a matter as
one of the office or the body.
"""

from django.db.models import Q, QuerySet

from anhuan.accountability.models import Matter
from anhuan.accountability.types import Sight
from anhuan.base.outside import number_in
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.accountability import AFTER_DECISION, MatterState
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.rules import PublicationRule, Rules
from anhuan.rulebook.queries import rules_at

IN_FORCE_ON = AFTER_DECISION - {MatterState.DECIDED}


def rule_of(rules: Rules) -> PublicationRule:
    return rules.publication.get("matter", PublicationRule())


def _states_of_superior(viewer: Viewer) -> list[str]:
    since = rule_of(rules_at(viewer.at)).superior
    states = {"decided": AFTER_DECISION, "in_force": IN_FORCE_ON}.get(since, frozenset())
    return sorted(state.value for state in states)


def seen_by(viewer: Viewer) -> Q:
    """Every way to see a matter; ``sight_of`` says which one it is."""
    other = ~Q(person=viewer.person)
    found = Q(person=viewer.person, notified_at__isnull=False)
    if viewer.may(Capability.CALL_TO_ACCOUNT):
        found |= other & Q(unit__in=viewer.units)
    if viewer.may(Capability.JUDGE):
        found |= other & Q(body__in=viewer.units)
    if viewer.posts:
        states = _states_of_superior(viewer)
        found |= other & Q(superior_post__in=viewer.posts, state__in=states)
    return found


def sight_of(viewer: Viewer, row: Matter) -> Sight | None:
    """As what the viewer sees ``row``; ``None``: not at all."""
    if row.person_id == viewer.person:
        return Sight.SUBJECT if row.notified_at is not None else None
    if viewer.may(Capability.CALL_TO_ACCOUNT) and row.unit_id in viewer.units:
        return Sight.OFFICE
    if viewer.may(Capability.JUDGE) and row.body_id in viewer.units:
        return Sight.BODY
    if row.superior_post_id in viewer.posts and row.state in _states_of_superior(viewer):
        return Sight.SUPERIOR
    return None


def visible(viewer: Viewer) -> QuerySet[Matter]:
    return Matter.objects.filter(seen_by(viewer))


def handled(viewer: Viewer) -> QuerySet[Matter]:
    """Those that the viewer prepares or decides: what the desk lists."""
    other = ~Q(person=viewer.person)
    found = Q(pk__in=[])
    if viewer.may(Capability.CALL_TO_ACCOUNT):
        found |= other & Q(unit__in=viewer.units)
    if viewer.may(Capability.JUDGE):
        found |= other & Q(body__in=viewer.units)
    return Matter.objects.filter(found)


def find(viewer: Viewer, number: str) -> Matter:
    """The matter with that number, or the refusal that there is none for this viewer."""
    row = Matter.objects.filter(number=number_in(number)).select_related("case").first()
    if row is None or sight_of(viewer, row) is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row
