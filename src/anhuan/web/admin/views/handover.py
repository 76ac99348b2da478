"""A person leaves: what is orphaned, who takes over, the slip both sign."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from anhuan.base.clock import now
from anhuan.base.outside import words_in
from anhuan.cases.watching import watched_by
from anhuan.duty import services
from anhuan.duty.handovers import charges_held, slips_of
from anhuan.duty.handovers import slip as slip_lines
from anhuan.duty.licensing import answered_for
from anhuan.kernel.access import Viewer
from anhuan.kernel.calendar import day_of, end_of_day
from anhuan.kernel.refusal import Refusal, Why
from anhuan.obligations.windows import open_at
from anhuan.people.queries import persons
from anhuan.territory import establishment as reads
from anhuan.territory.accounts import near
from anhuan.territory.bearers import Tenure, tenures
from anhuan.territory.queries import colleagues, holders, in_areas
from anhuan.territory.types import Holder
from anhuan.web.admin.forms.handover import HandoverForm
from anhuan.web.admin.pages import reader, save, show
from anhuan.web.admin.showing import handover as showing
from anhuan.web.admin.showing.posts import candidates
from anhuan.web.parts.toasts import tell

FEW = 20


@require_http_methods(["GET", "POST"])
def handover(request: HttpRequest, person: UUID) -> HttpResponse:
    viewer = reader(request)
    held, posts = _posts(viewer, person)
    name = persons([person])[person].name
    if not held:
        return _left(request, viewer, person, name)
    orphans = showing.Orphans(
        open_at(viewer, posts.keys()),
        charges_held(posts.keys(), at=viewer.at),
        watched_by(viewer, person),
        answered_for(posts.keys()),
    )
    counts = orphans.by_post()
    words = words_in(request.GET.get("q", ""), most=64)
    form = HandoverForm(
        request.POST or None,
        people=_people(viewer, person, posts, words),
        posts=[
            (
                each.post,
                showing.label(posts[each.post], counts.get(each.post, {}), acting=each.acting),
            )
            for each in held
        ],
        begun=day_of(max(each.since for each in held)),
        initial={"last": day_of(viewer.at)},
    )
    if form.is_bound and form.is_valid():
        saved = save(
            form,
            lambda: services.leave_posts(
                person=person,
                since=end_of_day(form.cleaned_data["last"]),
                fates=form.fates(),
                orphans=counts,
                basis=form.cleaned_data["basis"],
                by=viewer,
                at=now(),
            ),
        )
        if saved:
            tell(request, _told(name, len(orphans)))
            return redirect("admin:handover-slip", saved.value)
    context = {
        "person": person,
        "name": name,
        "sentence": showing.sentence(name, orphans),
        "kinds": showing.kinds(orphans, posts),
        "form": form,
        "words": words,
        "back": reverse("admin:post", args=[held[0].post]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "admin/handover.html", context, status=status)


def _left(request: HttpRequest, viewer: Viewer, person: UUID, name: str) -> HttpResponse:
    """Whoever holds nothing any more: nothing is open, and the slips say who has it now. Refuses
    ``NOT_VISIBLE`` where nothing was ever handed over here."""
    lines = slips_of(viewer, person)
    if not lines:
        raise Refusal(Why.NOT_VISIBLE)
    return show(
        request,
        "handover_left",
        sentence=showing.sentence(name, showing.Orphans((), (), ())),
        name=name,
        table=showing.slip(lines),
        slips={line.leaving: showing.slip_name(line) for line in lines},
    )


def _told(name: str, many: int) -> str:
    text = ngettext(
        "%(name)s has handed over; %(n)d thing has its owner again.",
        "%(name)s has handed over; %(n)d things have their owners again.",
        many,
    )
    return text % {"name": name, "n": many}


def _posts(viewer: Viewer, person: UUID) -> tuple[list[Tenure], dict[UUID, Holder]]:
    """The posts in reach that the person holds and has not handed over yet, if any. Refuses
    ``WRONG_ROLE``, ``NOT_VISIBLE``."""
    reads.need_organisation(viewer)
    if not near(viewer, person):
        raise Refusal(Why.NOT_VISIBLE)
    found: dict[UUID, Tenure] = {}
    for each in tenures(person, until=viewer.at, known_at=viewer.at):
        found.setdefault(each.post, each)
    posts = holders(found, at=viewer.at)
    paths = reads.paths_of(found)
    settled = {line.post for line in slips_of(viewer, person) if line.since > viewer.at}
    mine = [
        each
        for each in found.values()
        if in_areas(viewer, paths.get(each.post, "-")) and each.post not in settled
    ]
    return mine, {each.post: posts[each.post] for each in mine}


def _people(
    viewer: Viewer, person: UUID, posts: dict[UUID, Holder], words: str
) -> list[tuple[UUID, str]]:
    """Those looked for by name, then the colleagues in the units that are left."""
    found = dict(candidates(reads.candidates(viewer, words, limit=FEW))) if words else {}
    for unit in {holder.unit for holder in posts.values() if holder.unit}:
        for one in colleagues(unit, at=viewer.at):
            if one.person is not None:
                found.setdefault(one.person, f"{one.name} — {one.unit_name} {one.title}")
    found.pop(person, None)
    return list(found.items())


@require_safe
def slip(request: HttpRequest, leaving: UUID) -> HttpResponse:
    viewer = reader(request)
    lines = slip_lines(viewer, leaving)
    return show(
        request,
        "handover_slip",
        table=showing.slip(lines),
        back=reverse("admin:post", args=[lines[0].post]),
        **showing.head(lines),
    )
