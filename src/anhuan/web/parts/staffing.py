"""The posts of a firm on a page: who holds which, and the form that names somebody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anhuan.kernel.access import Role, Viewer
from anhuan.sites import services
from anhuan.territory.queries import holders, posts_of_site
from anhuan.web.parts.asking import ActForm
from anhuan.web.parts.ids import read_id

ROLES: Final = (Role.FIRM_OFFICER, Role.FIRM_HEAD, Role.FIRM_WORKER)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with whoever holds it; ``mine``: the reader's own, which others take and give."""

    id: UUID
    title: str
    name: str
    mine: bool


def post_lines(viewer: Viewer, site: UUID) -> tuple[PostLine, ...]:
    posts = posts_of_site(site)
    held = holders(posts, at=viewer.at)
    return tuple(
        PostLine(post, held[post].title, held[post].name, held[post].person == viewer.person)
        for post in posts
        if post in held
    )


def staff_form(lines: tuple[PostLine, ...], *, data: Mapping[str, Any] | None = None) -> ActForm:
    form = ActForm(data, initial={"role": Role.FIRM_OFFICER.value})
    words = {
        Role.FIRM_OFFICER: _("Safety staff"),
        Role.FIRM_HEAD: _("Head of the firm"),
        Role.FIRM_WORKER: pgettext("staff", "Worker"),
    }
    free = [(str(one.id), one.title) for one in lines if not one.mine]
    form.fields["post"] = forms.CharField(
        label=_("Which post"),
        widget=forms.Select(choices=[("", f"— {_('a new post')} —"), *free]),
    )
    form.fields["title"] = forms.CharField(
        label=_("Name of the new post"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 60}),
    )
    form.fields["role"] = forms.CharField(
        label=_("What the new post is for"),
        widget=forms.RadioSelect(choices=[(role.value, words[role]) for role in ROLES]),
    )
    form.fields["name"] = forms.CharField(
        label=_("Who holds it"), widget=forms.TextInput(attrs={"maxlength": 60})
    )
    form.fields["phone"] = forms.CharField(
        label=_("Telephone of whoever holds it"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "maxlength": 32}),
    )
    return form


def staffed(site: UUID, typed: Mapping[str, str], *, by: Viewer) -> None:
    """Name somebody, or with ``vacate`` let the holder leave. Refuses what the services do."""
    leaves = read_id(typed.get("vacate", ""))
    if leaves is not None:
        services.vacate_site_post(site_id=site, post=leaves, by=by, at=by.at)
        return
    role = typed.get("role", "")
    services.staff_post(
        site_id=site,
        post=read_id(typed.get("post", "")),
        title=typed.get("title", "").strip(),
        role=Role(role) if role in set(ROLES) else Role.FIRM_OFFICER,
        name=typed.get("name", "").strip(),
        phone=typed.get("phone", "").strip(),
        by=by,
        at=by.at,
    )
