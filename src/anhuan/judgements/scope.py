"""Which sheets a viewer may see: one rule, as a filter."""

from django.db.models import QuerySet

from anhuan.base.outside import number_in
from anhuan.base.tree import under_any
from anhuan.judgements.models import ISSUED, Judgement
from anhuan.kernel.access import Capability, Viewer
from anhuan.kernel.refusal import Refusal, Why


def visible(viewer: Viewer) -> QuerySet[Judgement]:
    """The issued sheets of the viewer's whole areas; drafts too for whoever may issue them."""
    rows = Judgement.objects.filter(under_any("area_path", viewer.areas))
    return rows if viewer.may(Capability.INSTRUCT) else rows.filter(state=ISSUED)


def find(viewer: Viewer, number: str) -> Judgement:
    """The sheet with that number, or the refusal that there is none for this viewer."""
    row = visible(viewer).filter(number=number_in(number)).first()
    if row is None:
        raise Refusal(Why.NOT_VISIBLE)
    return row


def may_edit(viewer: Viewer, row: Judgement) -> bool:
    """The office that the sheet is of, by a post that may instruct."""
    return row.unit_id in viewer.units and viewer.may(Capability.INSTRUCT)
