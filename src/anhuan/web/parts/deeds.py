"""Acts as their slips tell them: on a case, a task, a matter, an interview, a veto, a visit or a
campaign."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.accountability.types import MatterEntry
from anhuan.accountability.words import MATTER_PAST
from anhuan.cases.types import TimelineEntry
from anhuan.cases.words.acts import PAST
from anhuan.inspections.reading import VisitEntry
from anhuan.inspections.story import CampaignEntry
from anhuan.inspections.words import VISIT_PAST
from anhuan.inspections.words.campaigns import ACT_PAST as CAMPAIGN_PAST
from anhuan.proceedings.types import ProceedingEntry
from anhuan.proceedings.words import PROCEEDING_PAST
from anhuan.tasks.types import TaskEntry
from anhuan.tasks.words import TASK_PAST
from anhuan.web.parts.slips import Deed


def of_case(number: str, entry: TimelineEntry) -> Deed:
    word = str(PAST[entry.action]) if entry.action else _("Taken over from an old ledger")
    return _deed(entry, word, pgettext("slip", "Case"), number, entry.post_title)


def of_task(number: str, entry: TaskEntry) -> Deed:
    word = str(TASK_PAST[entry.act])
    return _deed(entry, word, pgettext("slip", "Task"), number, entry.post_title)


def of_matter(number: str, entry: MatterEntry) -> Deed:
    return _deed(entry, str(MATTER_PAST[entry.act]), pgettext("slip", "Matter"), number)


def of_proceeding(number: str, entry: ProceedingEntry) -> Deed:
    word = str(PROCEEDING_PAST[entry.act])
    return _deed(entry, word, pgettext("slip", "Interview or veto"), number)


def of_visit(number: str, entry: VisitEntry) -> Deed:
    word = str(VISIT_PAST[entry.act])
    return _deed(entry, word, pgettext("slip", "Visit"), number, entry.post_title)


def of_campaign(number: str, entry: CampaignEntry) -> Deed:
    word = str(CAMPAIGN_PAST[entry.act])
    return _deed(entry, word, pgettext("slip", "Campaign or plan"), number, entry.post_title)


def _deed(entry: Any, act: str, label: str, number: str, post_title: str = "") -> Deed:
    return Deed(
        version=entry.version,
        fact_id=entry.fact_id,
        act=act,
        label=label,
        number=number,
        post_title=post_title,
        at=entry.at,
        data=entry.data,
    )
