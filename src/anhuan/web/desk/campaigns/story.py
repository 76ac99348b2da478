"""The acts on a campaign as its page tells them, each with the link to its slip."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.inspections.story import CampaignEntry
from anhuan.inspections.words.campaigns import ACT_PAST
from anhuan.web.parts import slips
from anhuan.web.parts.formats import moment_text
from anhuan.web.parts.shapes import PersonPost, Timeline, TimelineAct


def story_part(acts: Sequence[CampaignEntry], marks: slips.Marks, *, year: int) -> Timeline:
    """The newest act first."""
    total = acts[-1].version
    aside = ngettext("%(n)d act", "%(n)d acts", total) % {"n": total}
    drawn = tuple(_entry(one, marks, year) for one in reversed(acts))
    return Timeline(pgettext("campaign", "What was done"), drawn, aside=aside)


def _entry(one: CampaignEntry, marks: slips.Marks, year: int) -> TimelineAct:
    said = _("the words were lawfully erased") if one.erased else one.said[:200]
    return TimelineAct(
        moment_text(one.at, year=year),
        str(ACT_PAST[one.act]),
        (PersonPost(one.by_name or _("the system"), one.post_title),),
        said=_("“%(text)s”") % {"text": said} if said else "",
        end=(marks.link(one),),
        anchor=f"act-{one.version}",
    )
