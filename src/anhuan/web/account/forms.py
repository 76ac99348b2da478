"""What people type here. Every message says what to do next."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from anhuan.people.types import Scope

LONGEST_PASSWORD = 256


def password_field(label: Any, *, fresh: bool = False) -> forms.CharField:
    hint = "new-password" if fresh else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        # A limit, so that nobody keeps the hash busy with megabytes.
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": hint}),
    )


def weakness(code: str | None) -> Any:
    """What a validator found, in our words; Django's own are not all in Chinese."""
    return {
        "password_too_short": _("Too short. Take at least 10 characters, say a short sentence."),
        "password_too_similar": _("Too close to your name or username. Take something else."),
        "password_too_common": _("Many people use this one. Take something else."),
        "password_entirely_numeric": _("Only digits. Add letters or words."),
    }.get(code or "", _("Take a longer one that is harder to guess."))


def code_field(label: Any) -> forms.CharField:
    typed = {"autocomplete": "one-time-code", "autocapitalize": "characters"}
    return forms.CharField(label=label, max_length=32, widget=forms.TextInput(attrs=typed))


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Username"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = password_field(_("Password"))


class SecondFactorForm(forms.Form):
    code = code_field(_("Six digits, or a recovery code"))


class NewPasswordForm(forms.Form):
    """Twice the same new password, judged against whose it is."""

    password = password_field(_("New password"), fresh=True)
    again = password_field(_("New password once more"), fresh=True)

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password", again):
            raise ValidationError(_("The two passwords differ. Type both again."))
        return again

    def judge(self, *, username: str, name: str) -> bool:
        """Whether the password is good enough for this person; if not, the form says why."""
        owner: Any = get_user_model()(username=username)
        owner.person_name = name
        try:
            validate_password(self.cleaned_data["password"], owner)
        except ValidationError as error:
            self.add_error("password", [weakness(one.code) for one in error.error_list])
            return False
        return True


class JoinForm(NewPasswordForm):
    code = code_field(_("One-time code"))
    username = forms.CharField(
        label=_("Choose a username"),
        min_length=2,
        max_length=32,
        validators=[
            RegexValidator(r"^[\w.\-]+$", _("Letters, digits, dot and hyphen only, no blanks."))
        ],
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order: tuple[str, ...] = ("code", "username", "password", "again")


class FirmJoinForm(JoinForm):
    """With the code of a firm: who it is that opens the account."""

    name = forms.CharField(label=_("Your name"), max_length=60)
    title = forms.CharField(
        label=_("Your post at the firm"), max_length=60, initial=_("Safety officer")
    )
    phone = forms.CharField(
        label=_("Telephone"),
        max_length=32,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    field_order = ("code", "name", "title", "phone", "username", "password", "again")


class ResetForm(NewPasswordForm):
    code = code_field(_("One-time code"))
    field_order = ("code", "password", "again")


class ChangePasswordForm(NewPasswordForm):
    current = password_field(_("Present password"))
    field_order = ("current", "password", "again")


class ConfirmForm(forms.Form):
    current = password_field(_("Present password"))


class EnableForm(forms.Form):
    code = code_field(_("Six digits from the telephone"))


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=64)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=[(Scope.READ.value, _("Read")), (Scope.WRITE.value, _("Write"))],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("365 days"))],
    )
    current = password_field(_("Present password"))


class MailForm(forms.Form):
    target = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=200,
        error_messages={"invalid": _("This is no e-mail address. Write it like anne@example.cn.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class MobileForm(forms.Form):
    target = forms.CharField(
        label=_("Your mobile number"),
        max_length=24,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class AddressCodeForm(forms.Form):
    code = code_field(_("Code that came there"))


class PreferForm(forms.Form):
    """What goes to one address, and when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What comes"),
        choices=[
            ("both", _("The urgent at once, the rest once a day in one message")),
            ("urgent", _("Only the urgent, at once")),
            ("digest", _("Everything once a day in one message")),
        ],
    )
    hour = forms.TypedChoiceField(
        label=_("The daily message comes at"),
        coerce=int,
        choices=[(hour, f"{hour:02}:00") for hour in (7, 8, 9, 12, 14, 17, 18, 20)],
    )


class SuggestForm(forms.Form):
    text = forms.CharField(
        label=_("What is wrong, or what should be better"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class FindForm(forms.Form):
    number = forms.CharField(label=_("Number"), max_length=16)
    code = code_field(_("Code given with it"))
