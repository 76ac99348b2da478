"""Encryption of HJ 212-2025 (appendices A.2 and H): SM4 in ECB mode, as published examples show.

Only whole blocks of 16 bytes of the data area are encrypted; what is left over stays clear and
nothing is padded. The length counts the segment with its cipher bytes, the CRC is that of the
plain segment. A cipher comes in as a function over whole blocks.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Callable
from typing import Final

from anhuan.telemetry.protocols.hj212.crc import crc
from anhuan.telemetry.protocols.hj212.deviations import Deviation
from anhuan.telemetry.protocols.hj212.frame import Frame

Blocks = Callable[[bytes], bytes]
"""Encrypts or decrypts whole blocks of 16 bytes, each for itself."""
BLOCK: Final = 16
_OPEN: Final = b"CP=&&"
_CLOSE: Final = b"&&"


class NotEncrypted(ValueError):
    """There is no data area to encrypt, or no padding where it must be."""


def _halves(segment: bytes) -> tuple[bytes, bytes]:
    head, found, area = segment.partition(_OPEN)
    if not found or not area.endswith(_CLOSE):
        raise NotEncrypted("no data area between CP=&& and &&")
    return head + found, area[: -len(_CLOSE)]


def _changed(segment: bytes, blocks: Blocks) -> bytes:
    head, area = _halves(segment)
    whole = len(area) // BLOCK * BLOCK
    return head + (blocks(area[:whole]) if whole else b"") + area[whole:] + _CLOSE


def framed(segment: bytes, encrypt: Blocks) -> bytes:
    """A plain segment as an encrypted frame. Raises ``NotEncrypted``."""
    body = _changed(segment, encrypt)
    return b"##%04d%b%04X\r\n" % (len(body), body, crc(segment))


def opened(frame: Frame, decrypt: Blocks) -> Frame:
    """The frame with its plain segment, when that is text and what its CRC is over; else as it
    is. ``raw`` stays what came. The CRC takes 256 values only: one encrypted frame in 256 has a
    CRC that holds all the same, and shows by not being text."""
    if frame.sound and _is_text(frame.segment):
        return frame
    try:
        plain = _changed(frame.segment, decrypt)
    except NotEncrypted:
        return frame
    kept = tuple(fault for fault in frame.faults if fault.what is not Deviation.CRC_MISMATCH)
    clear = Frame(frame.raw, plain, frame.check, crc(plain), kept)
    return clear if clear.sound and _is_text(plain) else frame


def _is_text(segment: bytes) -> bool:
    try:
        return segment.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def token(text: bytes, encrypt: Blocks) -> str:
    """A text for sign-in over HTTPS (appendix H): padded to whole blocks (PKCS 7), base64."""
    spare = BLOCK - len(text) % BLOCK
    return b64encode(encrypt(text + bytes([spare]) * spare)).decode("ascii")


def token_text(text: str, decrypt: Blocks) -> bytes:
    """The text of a sign-in token. Raises ``NotEncrypted``."""
    try:
        cipher = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise NotEncrypted("not base64") from error
    if not cipher or len(cipher) % BLOCK:
        raise NotEncrypted("not whole blocks")
    plain = decrypt(cipher)
    spare = plain[-1]
    if not 1 <= spare <= BLOCK or plain[-spare:] != bytes([spare]) * spare:
        raise NotEncrypted("no padding")
    return plain[:-spare]
