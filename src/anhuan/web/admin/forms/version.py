"""What a new version of any rule is asked: from when, by which source, and why."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.web.admin.forms.people import day_field


class RuleForm(forms.Form):
    """What every version has: from when, by which source, read or not, and why it changes."""

    from_on = day_field(
        _("admin", "In force from"), help_text=_("admin", "What is done from this day on.")
    )
    source = forms.CharField(
        label=_("admin", "Source"),
        max_length=400,
        help_text=_("admin", "Name, number and clause, as printed."),
    )
    verified = forms.BooleanField(
        label=_("admin", "I have read the clause itself"),
        required=False,
        help_text=_("admin", "Without this it is shown as unverified."),
    )
    note = forms.CharField(
        label=_("admin", "Why it changes"), max_length=400, help_text=_("admin", "One sentence.")
    )
    own: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.order_fields((*self.own, "from_on", "source", "verified", "note"))

    def value(self) -> Any:
        raise NotImplementedError

    @staticmethod
    def start(value: Any) -> Mapping[str, Any]:
        """The fields of ``value`` as the form begins with them."""
        return dict(value)
