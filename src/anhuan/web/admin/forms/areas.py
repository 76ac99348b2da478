"""An area, its outline, and a file of areas."""

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.base.sheets.grid import MAX_FILE_BYTES
from anhuan.territory.establishment import AreaRow
from anhuan.territory.services.areas import LEVELS as ORDER
from anhuan.web.admin.forms.posts import VersionedForm
from anhuan.web.admin.words import LEVELS


class AreaFile(forms.FileField):
    """A file of areas; what is larger than any import reads is turned away unread."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(_("admin", "More than 32 MB. Split it, or send it as gz."))
        return file


class AreaForm(forms.Form):
    name = forms.CharField(label=_("area", "Name"), max_length=100)
    short = forms.CharField(
        label=_("admin", "Short name"),
        max_length=40,
        required=False,
        help_text=_("admin", "Lists and maps show it where there is little room."),
    )
    functional = forms.BooleanField(
        label=_("admin", "Development zone or the like"), required=False
    )


class ChangeAreaForm(VersionedForm, AreaForm):
    pass


class NewAreaForm(AreaForm):
    code = forms.CharField(
        label=_("admin", "Code"),
        max_length=24,
        help_text=_("admin", "Twelve digits as published; a grid cell has a number of your own."),
    )
    level = forms.ChoiceField(label=_("admin", "Level"))
    field_order = ("name", "short", "level", "code", "functional")

    def __init__(self, *args: Any, over: AreaRow, **more: Any) -> None:
        super().__init__(*args, **more)
        below = ORDER[ORDER.index(over.level) + 1 :]
        chosen: Any = self.fields["level"]
        chosen.choices = [(level.value, LEVELS[level]) for level in below]


class OutlineForm(VersionedForm):
    geometry = AreaFile(
        label=_("admin", "GeoJSON file"),
        allow_empty_file=True,
        help_text=_(
            "admin", "One Polygon or MultiPolygon, degrees of WGS 84 or CGCS2000, rings closed."
        ),
        widget=forms.FileInput(attrs={"accept": ".json,.geojson,application/geo+json"}),
    )


class ImportForm(forms.Form):
    file = AreaFile(
        label=_("admin", "Areas"),
        allow_empty_file=True,
        help_text=_(
            "admin",
            "Table (xlsx, xls, csv: 代码 名称 级别 上级) or GeoJSON, also as gz, up to 32 MB.",
        ),
    )
    boundaries = AreaFile(
        label=_("admin", "Outlines"),
        required=False,
        allow_empty_file=True,
        help_text=_("admin", "GeoJSON whose features have a code, up to 32 MB."),
    )
