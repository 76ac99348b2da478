"""The shipped editions of the standards with tables, for tests of their formulas."""

from decimal import Decimal

from anhuan.kernel.air_limit import air_limits
from anhuan.kernel.air_means import ozone_day, validity
from anhuan.kernel.air_rule import air_rule
from anhuan.kernel.exact import Number
from anhuan.kernel.hazard_table import hazard_rule, other_names
from anhuan.ops.vector_kinds.seeded import seeded

OLD, NEW = (air_rule(row["value"]) for row in seeded("air_indexes"))
EDITIONS = {"2012": OLD, "2026": NEW}
VALIDITY = validity(seeded("air_validity")[-1]["value"])
OZONE_DAY = ozone_day(seeded("air_ozone_days")[0]["value"])
LIMITS_2012, LIMITS_2026, LIMITS_2031 = (air_limits(r["value"]) for r in seeded("air_limits"))
NAMES = other_names(seeded("hazard_names")[0]["value"])
TABLES = hazard_rule(seeded("hazard_sources")[0]["value"], NAMES)

CLEAN: dict[str, Number | None] = {
    "SO2_24H": 8,
    "NO2_24H": 30,
    "PM10_24H": 45,
    "CO_24H": Decimal("0.6"),
    "O3_8H": 90,
    "PM25_24H": 30,
}
"""A day on which every item is at level 1 in both editions."""
