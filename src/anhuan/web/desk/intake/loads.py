"""Sites from a spreadsheet: what a file would do, then doing it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext

from anhuan.base.intake import RowProblem
from anhuan.evidence.services import store
from anhuan.evidence.tickets import redeem, ticket
from anhuan.evidence.types import Kind
from anhuan.evidence.vault import original
from anhuan.kernel.access import Viewer
from anhuan.sites.services.importing import Proposal, SiteImportReport, import_sites
from anhuan.web.desk.intake import words
from anhuan.web.parts.formats import count
from anhuan.web.parts.shapes import Facts

MOST_SHOWN = 100


def taken(viewer: Viewer, file: Any) -> str:
    """The ticket of an uploaded spreadsheet. Refuses ``FILE_…``."""
    stored = store(
        file, name=file.name or "", by=viewer.person, at=viewer.at, kind=Kind.SPREADSHEET
    )
    return ticket(stored, by=viewer.person, at=viewer.at)


def load_sites(
    viewer: Viewer, text: str, *, decisions: Mapping[int, str], dry_run: bool
) -> SiteImportReport:
    path = original(redeem(text, by=viewer.person, at=viewer.at).sha256)
    return import_sites(path, by=viewer, at=viewer.at, decisions=decisions, dry_run=dry_run)


def decisions_in(post: Mapping[str, str]) -> dict[int, str]:
    """Row → ``new`` or the id of a site; rows left open wait."""
    return {
        int(name.removeprefix("row-")): value
        for name, value in post.items()
        if name.startswith("row-") and name[4:].isdigit() and len(name) < 12 and value
    }


def site_facts(report: SiteImportReport) -> Facts:
    return Facts(
        (
            (pgettext("import", "Rows read"), count(report.rows)),
            (pgettext("import", "New"), count(len(report.added))),
            (pgettext("import", "Changed"), count(len(report.changed))),
            (pgettext("import", "Here already"), count(len(report.unchanged))),
        )
    )


def problem_lines(problems: tuple[RowProblem, ...]) -> list[dict[str, Any]]:
    """The first problems of a report, in words."""
    return [
        {
            "row": each.row,
            "field": str(words.SITE_FIELDS.get(each.field, each.field)),
            "problem": str(words.LOAD_PROBLEMS.get(each.problem, each.problem)),
            "value": each.value,
        }
        for each in problems[:MOST_SHOWN]
    ]


def question_lines(proposals: tuple[Proposal, ...]) -> list[dict[str, Any]]:
    """Rows that may be known sites, each with the ones proposed."""
    return [
        {
            "row": each.row,
            "name": each.name,
            "choices": [
                (str(one.site.id), one.site.name, f"{_ground(one.ground)} · {one.site.address}")
                for one in each.candidates
            ],
        }
        for each in proposals[:MOST_SHOWN]
    ]


def _ground(ground: str) -> str:
    return str(words.GROUNDS.get(ground, ground))
