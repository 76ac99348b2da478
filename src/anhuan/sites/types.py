"""What kinds of sites there are, and how they stand."""

from enum import StrEnum, unique


@unique
class Subject(StrEnum):
    """Who is answerable at a site. Individuals often have no credit code."""

    ENTERPRISE = "enterprise"
    INDIVIDUAL = "individual"
    CONSTRUCTION = "construction"
    YARD = "yard"
    INSTITUTION = "institution"


@unique
class Operation(StrEnum):
    OPERATING = "operating"
    STOPPED = "stopped"
    CLOSED = "closed"
    MOVED = "moved"


@unique
class Sensitivity(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
