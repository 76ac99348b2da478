"""A person, a certificate, a reason, an answer."""

from typing import Any

from django import forms
from django.utils.translation import pgettext_lazy as _

from anhuan.web.admin.words import CERTIFICATES


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("admin", "There is no such day. Write 2026-11-23.")},
        **more,
    )


class PersonForm(forms.Form):
    name = forms.CharField(label=_("person", "Name"), max_length=64)
    short = forms.CharField(
        label=_("admin", "Short name"),
        max_length=32,
        required=False,
        help_text=_("admin", "If it is usual to call them otherwise."),
    )
    phone = forms.CharField(
        label=_("admin", "Telephone"),
        max_length=20,
        required=False,
        help_text=_("admin", "Kept sealed; lists show it masked."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )


class CorrectPersonForm(PersonForm):
    """An empty telephone leaves the number as it is: it is not shown here."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["phone"].label = _("admin", "New telephone")
        self.fields["phone"].help_text = _("admin", "Empty: the number stays as it is.")


class CertificateForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("admin", "Kind"),
        choices=[(kind.value, word) for kind, word in CERTIFICATES.items()],
    )
    number = forms.CharField(label=_("admin", "Number"), max_length=32)
    issued_by = forms.CharField(label=_("admin", "Issued by"), max_length=64)
    valid_from = day_field(_("admin", "Valid from"))
    valid_to = day_field(_("admin", "Valid to"), help_text=_("admin", "The last day counts."))


class WithdrawForm(forms.Form):
    on = day_field(
        _("admin", "Withdrawn on"), help_text=_("admin", "It counts until the day before.")
    )


class WhyForm(forms.Form):
    why = forms.CharField(
        label=_("admin", "What the number is needed for"),
        max_length=200,
        help_text=_("admin", "The person sees who opened it, when and why."),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("admin", "Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
