"""The slip of each act on a case, a task, a matter, a proceeding, a visit or a campaign that the
reader sees."""

from anhuan.accountability.queries import matter_file
from anhuan.cases import queries
from anhuan.inspections import story
from anhuan.inspections.reading import story_of
from anhuan.kernel.access import Viewer
from anhuan.proceedings.queries import proceeding_file
from anhuan.tasks import queries as tasks
from anhuan.web.parts import deeds, slips
from anhuan.web.parts.slip_pages import slip_pages


def _of_case(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = queries.case_file(viewer, number)
    entries = queries.timeline(viewer, file.case.id)
    return deeds.of_case(number, slips.entry_at(entries, version))


def _of_task(viewer: Viewer, number: str, version: int) -> slips.Deed:
    entries = tasks.timeline(viewer, tasks.task_file(viewer, number))
    return deeds.of_task(number, slips.entry_at(entries, version))


def _of_matter(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = matter_file(viewer, number)
    return deeds.of_matter(number, slips.entry_at(file.story, version))


def _of_proceeding(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = proceeding_file(viewer, number)
    return deeds.of_proceeding(number, slips.entry_at(file.story, version))


def _of_visit(viewer: Viewer, number: str, version: int) -> slips.Deed:
    return deeds.of_visit(number, slips.entry_at(story_of(viewer, number), version))


def _of_campaign(viewer: Viewer, number: str, version: int) -> slips.Deed:
    return deeds.of_campaign(number, slips.entry_at(story.story_of(viewer, number), version))


slip, received = slip_pages(_of_case, home="desk:case", page="desk:slip")
task, task_received = slip_pages(_of_task, home="desk:task", page="desk:task-slip")
matter, matter_received = slip_pages(_of_matter, home="desk:matter", page="desk:matter-slip")
proceeding, proceeding_received = slip_pages(
    _of_proceeding, home="desk:proceeding", page="desk:proceeding-slip"
)
visit, visit_received = slip_pages(_of_visit, home="desk:visits-one", page="desk:visits-slip")
campaign, campaign_received = slip_pages(
    _of_campaign, home="desk:campaign", page="desk:campaign-slip"
)
