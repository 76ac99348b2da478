"""People and accounts as tables and facts."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from anhuan.people.types import CertificateLine, DisclosureLine, PersonLine, SessionLine, Standing
from anhuan.territory.accounts import Held, PersonFile, PersonPage, PersonRow
from anhuan.web.admin.words import CERTIFICATES, DISCLOSED, STANDINGS, WHAT, day, moment
from anhuan.web.parts.devices import device_name
from anhuan.web.parts.formats import count
from anhuan.web.parts.shapes import (
    ActButton,
    Cell,
    Column,
    Confirm,
    EmptyState,
    Facts,
    Link,
    Pager,
    PersonPost,
    Row,
    Table,
    ViewTab,
)


def standing(row: PersonRow) -> Standing:
    if row.account is not None:
        return Standing.OPEN if row.account.active else Standing.CLOSED
    return Standing.INVITED if row.invited_until else Standing.NONE


def post_text(held: Held) -> str:
    text = " ".join(part for part in (held.unit_name, held.title) if part)
    return pgettext("admin", "%(post)s (stand-in)") % {"post": text} if held.acting else text


def sentence(counts: Mapping[Standing, int]) -> str:
    open_ = counts[Standing.OPEN]
    text = ngettext("%(n)s person can sign in", "%(n)s people can sign in", open_)
    text %= {"n": count(open_)}
    if counts[Standing.INVITED]:
        more = ngettext("%(n)s was invited", "%(n)s were invited", counts[Standing.INVITED])
        text = pgettext("admin", "%(first)s, %(second)s") % {
            "first": text,
            "second": more % {"n": count(counts[Standing.INVITED])},
        }
    return text


def tabs(
    counts: Mapping[Standing, int], chosen: Standing | None, words: str
) -> tuple[ViewTab, ...]:
    def url(value: str) -> str:
        query = {key: text for key, text in (("q", words), ("standing", value)) if text}
        return (
            f"{reverse('admin:accounts')}?{urlencode(query)}"
            if query
            else reverse("admin:accounts")
        )

    everybody = ViewTab(
        pgettext("account", "All"), url(""), count(sum(counts.values())), chosen is None
    )
    return (
        everybody,
        *(
            ViewTab(str(word), url(each.value), count(counts[each]), each is chosen)
            for each, word in STANDINGS.items()
        ),
    )


def table(page: PersonPage, request: HttpRequest) -> Table:
    columns = (
        Column(pgettext("person", "Name")),
        Column(_("Username")),
        Column(pgettext("admin", "Sign-in")),
        Column(_("Posts held today")),
        Column(pgettext("admin", "Telephone")),
        Column(_("Signed in last")),
    )
    rows = tuple(_row(row) for row in page.rows)
    return Table(
        columns, rows, _("People and accounts"), pager=_pager(page, request), empty=_empty(request)
    )


def _row(row: PersonRow) -> Row:
    url = reverse("admin:account", args=[row.person.id])
    posts = "；".join(post_text(one) for one in row.posts)
    account = row.account
    last = moment(account.signed_in_at) if account and account.signed_in_at else "—"
    cells = (
        Link(row.person.name, url),
        account.username if account else "—",
        str(STANDINGS[standing(row)]),
        Cell(posts or pgettext("admin", "no post"), title=posts),
        row.person.phone_masked or "—",
        last,
    )
    return Row(str(row.person.id), cells, url)


def _pager(page: PersonPage, request: HttpRequest) -> Pager | None:
    if page.after is None and "after" not in request.GET:
        return None
    first = _number(request.GET.get("n", ""))
    query = request.GET.copy()
    query["after"], query["n"] = str(page.after), str(first + len(page.rows))
    more = f"?{query.urlencode()}" if page.after else ""
    return Pager(first, first + len(page.rows) - 1, count(page.total), more)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text[:9]) > 0 else 1


def _empty(request: HttpRequest) -> EmptyState:
    everybody = Link(pgettext("admin", "Show everybody"), reverse("admin:accounts"))
    return EmptyState(_("Nobody is found by these words. "), "", (everybody,))


def facts(file: PersonFile) -> Facts:
    row, account = file.row, file.row.account
    pairs: list[tuple[str, object]] = [
        (pgettext("admin", "Telephone"), row.person.phone_masked or "—"),
        (pgettext("admin", "Sign-in"), str(STANDINGS[standing(row)])),
    ]
    if account is not None:
        last = moment(account.signed_in_at) if account.signed_in_at else pgettext("admin", "never")
        second = pgettext("admin", "on") if file.second_factor else pgettext("admin", "off")
        pairs += [
            (_("Username"), account.username),
            (_("Signed in last"), last),
            (_("Second step"), second),
        ]
    if file.locked_until is not None:
        pairs.append((pgettext("admin", "Locked until"), moment(file.locked_until)))
    if row.invited_until is not None:
        pairs.append((_("A code is good until"), moment(row.invited_until)))
    return Facts(tuple(pairs))


def posts(held: Sequence[Held], *, linked: bool) -> Table:
    columns = (
        Column(pgettext("admin", "Post")),
        Column(pgettext("admin", "Since")),
        Column(pgettext("admin", "Until")),
    )
    rows = []
    for one in held:
        text = post_text(one)
        url = reverse("admin:post", args=[one.post]) if linked and one.site is None else ""
        name = Link(text, url) if url else text
        rows.append(Row(str(one.post), (name, day(one.valid_from), day(one.valid_to) or "—"), url))
    empty = EmptyState(
        _("No post is held today, so nothing can be seen after signing in. "),
        _("Posts are given on the page of the post."),
    )
    return Table(columns, tuple(rows), _("Posts held today"), empty=empty)


def certificates(lines: Sequence[CertificateLine], person: UUID, *, kept: bool) -> Table:
    columns = (
        Column(pgettext("admin", "Certificate")),
        Column(_("Number")),
        Column(pgettext("admin", "Issued by"), cut="l"),
        Column(pgettext("admin", "Valid")),
        Column(""),
    )
    rows = []
    for one in lines:
        span = f"{one.valid_from} — {one.valid_to}"
        end: object = ""
        if one.withdrawn_on is not None:
            end = _("withdrawn on %(day)s") % {"day": one.withdrawn_on}
        elif kept:
            url = reverse("admin:person-certificate-withdraw", args=[person, one.id])
            end = Link(pgettext("admin", "Withdraw"), url)
        cells = (str(CERTIFICATES[one.kind]), one.number, one.issued_by, span, end)
        rows.append(Row(str(one.id), cells))
    empty = EmptyState(_("No certificate is registered."))
    return Table(columns, tuple(rows), pgettext("admin", "Certificates"), empty=empty)


def sessions(lines: Sequence[SessionLine]) -> Table:
    columns = (
        Column(_("Signed in at")),
        Column(pgettext("admin", "From")),
        Column(pgettext("admin", "Device")),
        Column(pgettext("admin", "Until")),
    )
    rows = tuple(
        Row(
            one.mark,
            (
                moment(one.started_at) if one.started_at else "—",
                one.address,
                Cell(device_name(one.device), title=one.device),
                moment(one.ends_at),
            ),
        )
        for one in lines
    )
    return Table(columns, rows, _("Signed in now"), empty=EmptyState(_("Not signed in anywhere.")))


def disclosures(lines: Iterable[DisclosureLine], people: Mapping[UUID, PersonLine]) -> Table:
    columns = (
        Column(pgettext("admin", "When")),
        Column(pgettext("admin", "Who")),
        Column(pgettext("admin", "What")),
        Column(pgettext("admin", "Whose")),
        Column(pgettext("admin", "Rows"), number=True),
        Column(pgettext("admin", "What for"), cut="l"),
    )
    rows = tuple(
        Row(
            str(at),
            (
                moment(one.at),
                PersonPost(people[one.by].name if one.by in people else "—"),
                f"{DISCLOSED[one.kind]} {WHAT.get(one.what, one.what)}",
                people[one.subject].name if one.subject and one.subject in people else "—",
                count(one.rows),
                one.why,
            ),
        )
        for at, one in enumerate(lines)
    )
    empty = EmptyState(_("Nobody has opened a sealed field or taken data out yet."))
    return Table(columns, rows, _("Who opened what"), empty=empty)


def acts(file: PersonFile) -> tuple[ActButton, ...]:
    """What a keeper may do with this account now, the usual first."""
    if not file.kept:
        return ()
    person, account = file.row.person, file.row.account
    code = reverse("admin:person-code", args=[person.id])
    if account is None:
        word = _("New invitation code") if file.row.invited_until else _("Invite by code")
        return (ActButton(word, code, "primary", post=True, icon="key"),)
    act = reverse("admin:person-act", args=[person.id])
    if not account.active:
        return (
            ActButton(
                pgettext("admin", "Reopen account"), act, "primary", True, (("act", "reopen"),)
            ),
        )
    found = [ActButton(_("Code for a new password"), code, "primary", post=True, icon="key")]
    if file.locked_until is not None:
        found.append(
            ActButton(pgettext("admin", "Unlock"), act, "plain", True, (("act", "unlock"),))
        )
    if file.sessions:
        found.append(ActButton(_("Sign out everywhere"), act, "plain", True, (("act", "end"),)))
    ask = Confirm(
        _("Close the account of %(name)s?") % {"name": person.name},
        _("Nobody gets in with it any more; sessions and keys end. What was done stays."),
        _("The posts stay as they are: end them on the page of the post."),
        pgettext("admin", "Close account"),
    )
    found.append(
        ActButton(pgettext("admin", "Close account"), act, "void", True, (("act", "close"),), ask)
    )
    return tuple(found)
