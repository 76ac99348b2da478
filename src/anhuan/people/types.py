"""Values that cross the module's boundary."""

from enum import StrEnum


class Language(StrEnum):
    CHINESE = "zh-hans"
    ENGLISH = "en"


class Purpose(StrEnum):
    """What a one-time code is good for."""

    JOIN = "join"
    RESET = "reset"


class Scope(StrEnum):
    """What a token may do on its account's behalf; never more than the account itself."""

    READ = "read"
    WRITE = "write"


class CertificateKind(StrEnum):
    """Law-enforcement certificates of 国办函 and local rule: who issued decides the kind."""

    ENFORCEMENT = "enforcement"
    SUPERVISION = "supervision"


class Disclosed(StrEnum):
    OPENED = "opened"
    EXPORTED = "exported"
