"""Words of responsibility: lines, levels, sides, subjects, fields of departments, gaps."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.kernel.chain import Break
from anhuan.kernel.industries import Field

Text = str | Promise

SUBJECTS: Final[Mapping[str, Text]] = {
    "safety": _("subject", "Safety"),
    "environment": _("subject", "Environment"),
    "permit": _("subject", "Permits it issued"),
}
LINE_WORDS: Final[Mapping[str, Text]] = {
    "enterprise": _("line", "The firm itself"),
    "industry": _("line", "Department of the industry"),
    "territory": _("line", "Territory"),
}
SIDE_WORDS: Final[Mapping[str, Text]] = {
    "party": _("side", "Party"),
    "government": _("side", "Government"),
    "enterprise": _("side", "Firm"),
}
LEVEL_WORDS: Final[Mapping[str, tuple[Text, ...]]] = {
    "city": (_("area level", "City"),),
    "county": (_("area level", "County or district"),),
    "street": (_("area level", "Street or town"),),
    "community": (_("area level", "Community or village"),),
    "cell": (_("area level", "Grid cell"),),
}
BREAKS: Final[Mapping[Break, Text]] = {
    Break.NO_POST: _("break", "No post is charged"),
    Break.VACANT: _("break", "The post is vacant"),
    Break.EXPIRED: _("break", "The appointment has ended"),
    Break.SEVERAL: _("break", "More than one answers"),
    Break.LOOP: _("break", "The chain runs in a circle"),
    Break.NO_PATH: _("break", "Nobody above"),
    Break.ANSWERS_TO_SELF: _("break", "One person answers to himself"),
    Break.NO_DEPARTMENT: _("break", "No department"),
    Break.UNCOVERED_SITE: _("break", "In no grid cell"),
    Break.UNCOVERED_AREA: _("break", "Ground not covered"),
    Break.OVERLAPPING_CELLS: _("break", "Cells overlap"),
    Break.OVERLOADED: _("break", "Too much on one person"),
    Break.NO_ISSUER: _("break", "A permit without an issuing unit"),
    Break.ABOLISHED: _("break", "The issuing unit is no more"),
}
MENDS: Final[Mapping[Break, Text]] = {
    Break.NO_POST: _("mend", "Charge a post"),
    Break.VACANT: _("mend", "Appoint somebody"),
    Break.EXPIRED: _("mend", "Appoint somebody"),
    Break.SEVERAL: _("mend", "Open the post"),
    Break.LOOP: _("mend", "Change the post above"),
    Break.NO_PATH: _("mend", "Change the post above"),
    Break.ANSWERS_TO_SELF: _("mend", "Change the post above"),
    Break.NO_DEPARTMENT: _("mend", "Enter the rule"),
    Break.UNCOVERED_SITE: _("mend", "Change the area of the site"),
    Break.UNCOVERED_AREA: _("mend", "Draw the outline"),
    Break.OVERLAPPING_CELLS: _("mend", "Draw the outline"),
    Break.OVERLOADED: _("mend", "Open the person"),
    Break.NO_ISSUER: _("mend", "Open the site"),
    Break.ABOLISHED: _("mend", "Name who took the permits over"),
}
FIELDS: Final[Mapping[Field, Text]] = {
    Field.EMERGENCY: _("field", "Emergency management"),
    Field.ECOLOGY: _("field", "Ecology and environment"),
    Field.FIRE: _("field", "Fire and rescue"),
    Field.INDUSTRY: _("field", "Industry and information"),
    Field.ENERGY: _("field", "Energy"),
    Field.HOUSING: _("field", "Housing and construction"),
    Field.TRANSPORT: _("field", "Transport"),
    Field.WATER: _("field", "Water"),
    Field.AGRICULTURE: _("field", "Agriculture"),
    Field.FORESTRY: _("field", "Forestry"),
    Field.NATURAL_RESOURCES: _("field", "Natural resources"),
    Field.URBAN_MANAGEMENT: _("field", "Urban management"),
    Field.MARKET: _("field", "Market regulation"),
    Field.COMMERCE: _("field", "Commerce"),
    Field.CULTURE: _("field", "Culture and tourism"),
    Field.EDUCATION: _("field", "Education and sports"),
    Field.HEALTH: _("field", "Health"),
    Field.CIVIL: _("field", "Civil affairs"),
    Field.SCIENCE: _("field", "Science"),
    Field.FINANCE: _("field", "Finance"),
    Field.POSTAL: _("field", "Post"),
    Field.PUBLIC_SECURITY: _("field", "Public security"),
    Field.AFFAIRS: _("field", "Offices' affairs"),
}
