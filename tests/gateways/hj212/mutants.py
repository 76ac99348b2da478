"""Frames of every edition, changed at random: what a broken device or a stranger may send."""

import random
from collections.abc import Callable, Sequence

from anhuan.base.sm4 import encrypting
from anhuan.telemetry.protocols.hj212 import cipher
from anhuan.telemetry.protocols.hj212.crc import crc
from tests.gateways.hj212.node import KEY, PASSWORD, code_of

CODES = [code_of(number) for number in (1, 2, 3, 4)]
STRANGE = "9" * 24
FACTORS = ("a34004", "a34002", "a21026", "w01018", "w21003", "011", "B01")
STATISTICS = ("Rtd", "Avg", "Min", "Max", "Cou", "ZsRtd", "ZsAvg")
COMMANDS = ("2011", "2021", "2051", "2061", "2031", "2041", "9015", "3020", "9014", "1013", "9999")
MARKS = ("N", "F", "M", "S", "D", "C", "T", "B", "", "X")
WORDS = (
    b"\0", b"\xff\xfe", b"#", b"##", b"##9999", b"##0000", b"\r\n", b"\r", b"&&", b"CP=&&",
    b"=//", b"//", b";", b",", b"=", b"-", b"MN=", b"NaN", b"Infinity", b"-0", b"1e999999",
    b"9" * 40, b"0." + b"1" * 60, b"DataTime=99999999999999;", b"DataTime=", b"Flag=9;",
    b"PNUM=99999;PNO=-1;", b"Flag=99999999999999999999;", "站".encode(), "站".encode("gb18030"),
    b"\xed\xa0\x80", b"%s{0}",
)  # fmt: skip
Dice = random.Random
_ENCRYPT = encrypting(bytes.fromhex(KEY))


def head(dice: Dice, code: str, *, flag: int) -> str:
    hour, minute, rest = dice.randrange(24), dice.randrange(60), dice.randrange(60_000)
    number = f"20261121{hour:02d}{minute:02d}{rest:05d}00"
    system, command = dice.choice(("22", "31", "32", "91")), dice.choice(COMMANDS)
    packets = f"PNUM=3;PNO={dice.randrange(1, 4)};" if flag & 2 else ""
    return f"QN={number};ST={system};CN={command};PW={PASSWORD};MN={code};Flag={flag};{packets}"


def area(dice: Dice) -> str:
    time = f"202611{dice.randrange(1, 22):02d}{dice.randrange(24):02d}{dice.randrange(60):02d}00"
    items = [f"DataTime={time}"]
    for factor in dice.sample(FACTORS, dice.randrange(1, 4)):
        pairs = [
            f"{factor}-{name}={dice.randrange(10**6) / 100}"
            for name in dice.sample(STATISTICS, dice.randrange(1, 4))
        ]
        items.append(",".join([*pairs, f"{factor}-Flag={dice.choice(MARKS)}"]))
    return ";".join(items)


def segment(dice: Dice) -> bytes:
    """Of 2005, 2017 or 2025, of one of our stations or of a stranger."""
    code = dice.choice([*CODES, STRANGE])
    flag = dice.choice((0, 1, 2, 3, 4, 5, 6, 7, 8, 9))
    if dice.random() < 0.2:
        return f"ST=32;CN=2011;PW={PASSWORD};MN={code};CP=&&{area(dice)}&&".encode()
    return f"{head(dice, code, flag=flag)}CP=&&{area(dice)}&&".encode()


def framed(body: bytes) -> bytes:
    return b"##%04d%b%04X\r\n" % (len(body), body, crc(body))


def sound(dice: Dice) -> bytes:
    """A frame whose check holds."""
    body = segment(dice)
    return cipher.framed(body, _ENCRYPT) if dice.random() < 0.05 else framed(body)


def flipped(dice: Dice, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randrange(1, 9)):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def cut(dice: Dice, data: bytes) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return dice.choice((data[:start], data[start:], data[:start] + data[end:])) or data[:1]


def doubled(dice: Dice, data: bytes) -> bytes:
    start, end = sorted(dice.randrange(len(data) + 1) for _ in range(2))
    return data[:end] + data[start:end] * dice.randrange(1, 30) + data[end:]


def spliced(dice: Dice, data: bytes) -> bytes:
    other, at = segment(dice), dice.randrange(len(data) + 1)
    return data[:at] + other[dice.randrange(len(other)) :]


def worded(dice: Dice, data: bytes) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(WORDS) * dice.randrange(1, 4) + data[at:]


def huge(dice: Dice, data: bytes) -> bytes:
    at = dice.randrange(len(data) + 1)
    filling = dice.choice((*WORDS, b"a", b"a34004-Rtd=1;", dice.randbytes(16)))
    return data[:at] + filling * (dice.randrange(1_000, 9_000) // len(filling)) + data[at:]


def unlike(dice: Dice, data: bytes) -> bytes:
    """Another length, another check, another end."""
    body = framed(data)
    size = dice.choice((b"0000", b"9999", b"00x0", b"-001", b"%04d" % dice.randrange(10_000)))
    check = dice.choice((b"0000", b"zzzz", body[-6:-2].lower(), body[-6:-2]))
    end = dice.choice((b"\r\n", b"\n", b"\r", b"", b"\0"))
    return b"##" + dice.choice((body[2:6], size)) + data + check + end


Change = Callable[[Dice, bytes], bytes]
INSIDE: Sequence[Change] = (flipped, cut, doubled, spliced, worded, worded, huge)
"""Changes of a segment before it is framed (the check holds) or of a frame (it does not)."""
LONGEST = 9_999


def mutant(dice: Dice) -> bytes:
    """A frame as it should be, a sound one with another content, or what is none any more."""
    way = dice.random()
    if way < 0.1:
        return sound(dice)
    body = segment(dice)
    for _ in range(dice.randrange(1, 3)):
        body = dice.choice(INSIDE)(dice, body)
    if way < 0.55:
        return framed(body[:LONGEST])
    if way < 0.75:
        return unlike(dice, body[:LONGEST])
    return dice.choice(INSIDE)(dice, sound(dice))
