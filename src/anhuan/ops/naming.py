"""People, units and areas as they are named at the command line."""

from datetime import datetime
from uuid import UUID

from anhuan.kernel.access import Viewer
from anhuan.ops.command import Stop
from anhuan.people.queries import person_of_username
from anhuan.rulebook.queries import rules_at
from anhuan.territory.divisions import full_code
from anhuan.territory.naming import area_by_code, units_named
from anhuan.territory.queries import viewer_of


def signed_in(username: str, at: datetime) -> Viewer:
    """Somebody with a sign-in, with every post held at ``at``."""
    person = person_of_username(username)
    if person is None:
        raise Stop(f"没有登录名 {username}", f"There is no sign-in {username}")
    return viewer_of(person.id, name=person.name, at=at, table=rules_at(at).capabilities)


def one_unit(name: str, viewer: Viewer) -> UUID:
    """The unit called so; of several the viewer's own."""
    named = units_named(name)
    own = [each for each in named if each in viewer.units]
    found = own or named
    if len(found) != 1:
        raise Stop(
            f"叫“{name}”的单位有 {len(found)} 个，要正好一个",
            f"{len(found)} units are called {name!r}, exactly one is needed",
        )
    return found[0]


def one_area(code: str) -> UUID:
    """The area with the code, which may be short."""
    row = area_by_code(full_code(code))
    if row is None:
        raise Stop(f"没有代码为 {code} 的区划", f"There is no area with the code {code}")
    found: UUID = row.id
    return found
