"""The slips of what was done in a matter about me, an interview or a veto about us."""

from anhuan.accountability.queries import matter_file
from anhuan.accountability.types import Sight
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal, Why
from anhuan.proceedings.queries import proceeding_file
from anhuan.proceedings.types import ProceedingSight
from anhuan.web.parts import deeds, slips
from anhuan.web.parts.slip_pages import slip_pages


def _of_matter(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = matter_file(viewer, number)
    if file.sight is not Sight.SUBJECT:
        raise Refusal(Why.NOT_VISIBLE)
    return deeds.of_matter(number, slips.entry_at(file.story, version))


def _of_proceeding(viewer: Viewer, number: str, version: int) -> slips.Deed:
    file = proceeding_file(viewer, number)
    if file.sight is not ProceedingSight.SUBJECT:
        raise Refusal(Why.NOT_VISIBLE)
    return deeds.of_proceeding(number, slips.entry_at(file.story, version))


matter, matter_received = slip_pages(_of_matter, home="account:matter", page="account:matter-slip")
proceeding, proceeding_received = slip_pages(
    _of_proceeding, home="account:proceeding", page="account:proceeding-slip"
)
