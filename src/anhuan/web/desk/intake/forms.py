"""The form that takes a file, and the list of those taken before."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import pgettext, pgettext_lazy

from anhuan.cases.intake.types import BatchLine, BatchState
from anhuan.cases.words.inputs import DOMAIN_CHOICES
from anhuan.cases.words.refusals import sentence
from anhuan.kernel.access import Viewer
from anhuan.kernel.refusal import Refusal
from anhuan.territory.queries import units_within
from anhuan.web.desk.intake import words
from anhuan.web.parts.formats import moment_text
from anhuan.web.parts.shapes import Cell, Column, EmptyState, Link, Row, Table

ACCEPTED: Final = ".xlsx,.xls,.csv"


class FileForm(forms.Form):
    """One spreadsheet."""

    use_required_attribute = False
    file = forms.FileField(
        label=pgettext_lazy("import", "Spreadsheet"),
        help_text=pgettext_lazy("import", "xlsx, xls or csv, up to 32 MB"),
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def refuse(self, refusal: Refusal) -> None:
        """Say at the file what is wrong with it."""
        code = str(refusal.facts.get("problem", ""))
        self.add_error("file", str(words.SHEETS.get(code) or sentence(refusal)))


class UploadForm(FileForm):
    """A ledger with the unit it is kept by."""

    unit = forms.TypedChoiceField(label=pgettext_lazy("import", "Whose ledger it is"), coerce=UUID)
    domain = forms.ChoiceField(
        label=pgettext_lazy("import", "Field"), choices=list(DOMAIN_CHOICES.items())
    )

    @classmethod
    def of(cls, viewer: Viewer, data: Any, files: Any) -> "UploadForm":
        form = cls(data, files)
        units = units_within(viewer)
        form.fields["unit"].choices = [  # type: ignore[attr-defined]
            (str(line.id), f"{line.name} · {line.area_name}") for line in units
        ]
        return form


def batch_parts(lines: Sequence[BatchLine]) -> Table:
    """What was begun in the last thirty days, with where to go on."""
    return Table(
        columns=(
            Column(pgettext("import", "File"), cut="l"),
            Column(pgettext("import", "Whose ledger it is"), cut="m"),
            Column(pgettext("import", "Sent by")),
            Column(pgettext("import", "When")),
            Column(pgettext("import", "How far")),
        ),
        rows=tuple(_row(line) for line in lines),
        caption=pgettext("import", "Imports begun"),
        empty=EmptyState(
            pgettext("import", "No import has been begun."),
            pgettext("import", " Send a ledger above; nothing becomes a case before you say so."),
        ),
    )


def _row(line: BatchLine) -> Row:
    running = line.state == BatchState.RUNNING
    url = reverse("desk:import-progress" if running else "desk:import-rows", args=[line.id])
    far = pgettext("import", "{done} of {total} rows").format(done=line.done, total=line.total)
    return Row(
        key=str(line.id),
        cells=(
            Link(line.name, url),
            line.unit_name,
            line.by_name,
            moment_text(line.at),
            Cell(far if line.total else pgettext("import", "Not imported yet")),
        ),
        url=url,
    )


def said(facts: Mapping[str, Any]) -> str:
    return str(words.SHEETS.get(str(facts.get("problem", "")), ""))
