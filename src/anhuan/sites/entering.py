"""What is given for a site, checked and brought into columns."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from anhuan.base.columns import cleaned
from anhuan.kernel.codes import normalise_uscc, uscc_problem
from anhuan.kernel.refusal import Refusal, Why
from anhuan.kernel.risk import Level
from anhuan.sites.models import Site
from anhuan.sites.naming import normal_name, tidy_address
from anhuan.territory.queries import place_of_area, place_of_point
from anhuan.territory.types import Place

FIELDS: Final = (
    "name",
    "short",
    "former_names",
    "subject",
    "code",
    "code_missing",
    "registered_address",
    "address",
    "lon",
    "lat",
    "position_source",
    "position_accuracy_m",
    "area",
    "landlord",
    "founded_on",
    "industry",
    "industry_version",
    "tags",
    "risk",
    "supervision_class",
    "safety_department",
    "environment_department",
    "employees",
    "employees_peak",
    "above_scale",
    "duty_phone",
)
REQUIRED: Final = ("name", "subject", "address")
PLACING: Final = frozenset({"lon", "lat", "area_id"})
MOST_LISTED: Final = 30
LONGEST_LISTED: Final = 200


def malformed(field: str, problem: str) -> Refusal:
    return Refusal(Why.MALFORMED, field=field, problem=problem)


def read(given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what is given, checked each for itself.

    Refuses ``MALFORMED`` with field and problem.
    """
    code = given.get("code")
    if isinstance(code, str) and code.strip():
        given = {**given, "code": _code(code)}
    values = cleaned(Site, given, FIELDS)
    for name in ("former_names", "tags"):
        if name in values:
            values[name] = _listed(name, values[name])
    for name in ("address", "registered_address"):
        if name in values:
            values[name] = tidy_address(values[name])
    _check_classes(values)
    if "name" in values:
        values["normal_name"] = normal_name(values["name"])
    return values


def _listed(name: str, value: Any) -> list[str]:
    if not isinstance(value, list | tuple) or len(value) > MOST_LISTED:
        raise malformed(name, "list")
    texts = [item.strip() if isinstance(item, str) else "" for item in value]
    if not all(0 < len(text) <= LONGEST_LISTED for text in texts):
        raise malformed(name, "text")
    return list(dict.fromkeys(texts))


def _code(text: str) -> str:
    problem = uscc_problem(text)
    if problem is not None:
        raise malformed("code", problem.value)
    return normalise_uscc(text)


def _check_classes(values: Mapping[str, Any]) -> None:
    if values.get("risk") and values["risk"] not in set(Level):
        raise malformed("risk", "invalid_choice")
    if values.get("supervision_class") and values["supervision_class"] not in set("ABCD"):
        raise malformed("supervision_class", "invalid_choice")
    industry = values.get("industry", "")
    if industry and not (2 <= len(industry) <= 4 and industry.isascii() and industry.isdigit()):
        raise malformed("industry", "invalid")


def check_whole(row: Site) -> None:
    """What must hold between the fields of a site. Refuses ``MISSING`` and ``MALFORMED``.

    Whoever has no credit code says why: individuals often have none.
    """
    absent = tuple(name for name in REQUIRED if not getattr(row, name))
    if not row.code and not row.code_missing:
        absent += ("code_missing",)
    if absent:
        raise Refusal(Why.MISSING, fields=absent)
    if (row.lon is None) != (row.lat is None):
        raise malformed("lon", "half-a-position")
    if not (-180 <= (row.lon or 0) <= 180 and -90 <= (row.lat or 0) <= 90):
        raise malformed("lon", "out-of-range")
    if row.landlord_id == row.pk:
        raise malformed("landlord", "itself")


def place_of(row: Site, *, area_given: bool) -> Place:
    """Where a site lies, by its area and by its position on the map.

    The smaller of two areas that lie in each other; of two apart the one just given, else the
    one of the position. Refuses ``MISSING`` (area) when neither is known.
    """
    known = place_of_area(row.area_id)
    found = Place(area=None, path="")
    if row.lon is not None and row.lat is not None:
        found = place_of_point(row.lon, row.lat)
    if known.area is None and found.area is None:
        raise Refusal(Why.MISSING, fields=("area",))
    if found.area is None or known.path.startswith(found.path):
        return known
    apart = not found.path.startswith(known.path)
    return known if apart and area_given else found


def put_in(row: Site, place: Place) -> None:
    """Copy the scope columns."""
    row.area_id = place.area
    row.area_path = place.path
    row.city_id = place.city
    row.county_id = place.county
    row.street_id = place.street
    row.cell_id = place.cell


def search_text(row: Site) -> str:
    return " ".join([row.name, row.short, *row.former_names, row.code, row.address])


def same_site(row: Site) -> UUID | None:
    """A site that says the same of itself: credit code, name and address."""
    twins = Site.objects.filter(
        normal_name=row.normal_name, address=row.address, code=row.code
    ).exclude(pk=row.pk)
    return twins.values_list("pk", flat=True).first()
