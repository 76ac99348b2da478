"""The filter by area: the tree below the reader's own area."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from anhuan.territory.types import AreaChoices
from anhuan.web.desk.words import FILTER_LABELS
from anhuan.web.parts.shapes import Filter, Option


def area_filter(areas: AreaChoices, url: Callable[[UUID | None], str]) -> Filter:
    """``url``: the list with an area chosen, or none. Fixed for whoever has a single street or
    less."""
    label = str(FILTER_LABELS["area"])
    own, chosen = areas.own, areas.chosen
    if len(own) == 1 and not areas.below and chosen is None:
        return Filter(label, value=own[0].name)
    whole = _("%(name)s, all") % {"name": "、".join(each.name for each in own)}
    options = (
        Option(whole, url(None), current=chosen is None),
        *(
            Option(
                line.name if line in areas.above else f"　{line.name}",
                url(line.id),
                current=chosen is not None and chosen.id == line.id,
            )
            for line in (*areas.above, *areas.below)
        ),
    )
    return Filter(label, options, chosen.name if chosen else whole, url(None) if chosen else "")
