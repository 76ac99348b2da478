"""Credit codes of firms that do not exist: the division 9901xx belongs to no place."""

from typing import Final

_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORG_WEIGHTS: Final = (3, 7, 9, 10, 5, 8, 4, 2)


def credit_code(division: str, serial: int, registrar: str = "91") -> str:
    """The 18 characters of GB 32100-2015 for an 8-digit serial (0 … 99 999 999).

    The organisation code inside carries its own check character (GB 11714-1997).
    """
    body = f"{serial:08d}"
    total = sum(int(c) * w for c, w in zip(body, _ORG_WEIGHTS, strict=True))
    organisation = body + "0123456789X0"[11 - total % 11]
    return with_check(registrar + division + organisation)


def with_check(first17: str) -> str:
    """`first17` and its check character (GB 32100: weights are the powers of 3 modulo 31)."""
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return first17 + _ALPHABET[-total % 31]


def serial_ending(division: str, tail: str, start: int) -> int:
    """The first serial from `start` on whose credit code ends in `tail`."""
    serial = start
    while not credit_code(division, serial).endswith(tail):
        serial += 1
    return serial
