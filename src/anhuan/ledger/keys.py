"""The keys of this node's log: files in the data folder that only the node reads."""

import logging
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Final

from django.conf import settings

from anhuan.base import sm2
from anhuan.base.sign import FILE, key_in, make_key, sync_folder
from anhuan.kernel.note import SM2_SM3, Algorithm, Signer, VerifierKey
from anhuan.ledger.queries import logs, past_keys

KEY: Final = "log-key"
FORMER: Final = "log-key-former"
"""The key that a new one takes over from: both sign until the file is taken away."""
NEXT: Final = "log-key-next"
WITNESS: Final = "witness-key"
SM2: Final = "log-key-sm2"

_log = logging.getLogger(__name__)


def made_at_first() -> None:
    """Make the key of a node that has no log yet. A log that lost its key gets no other one
    unseen."""
    if not logs():
        make_key(_folder(), KEY)


def take_over() -> tuple[bytes, bytes]:
    """Make a new key; the present one becomes the former and goes on signing beside it. Gives
    the public sides, the new one first. A run that broke off is gone on with. Raises ``NoKey``,
    and ``FileExistsError`` while a former key still signs."""
    key, former, fresh = (_folder() / name for name in (KEY, FORMER, NEXT))
    if former.exists() and not (fresh.exists() and not key.exists()):
        raise FileExistsError(str(former))
    if key.exists() or not former.exists():
        key_in(key)
        make_key(_folder(), NEXT)
        key.rename(former)
    fresh.rename(key)
    sync_folder(_folder())
    return key_in(key)[0], key_in(former)[0]


def present() -> bytes | None:
    """The public side of the key that signs, ``None`` where its file is gone. Raises ``NoKey``."""
    path = _folder() / KEY
    return key_in(path)[0] if path.exists() else None


def former() -> bytes | None:
    """The public side of the former key, ``None`` where none signs any more. Raises ``NoKey``."""
    path = _folder() / FORMER
    return key_in(path)[0] if path.exists() else None


def drop_former() -> None:
    """Take the former key away: from now on the present one signs alone."""
    (_folder() / FORMER).unlink()
    sync_folder(_folder())


def known(origin: str) -> list[VerifierKey]:
    """The keys by which a log of ``origin`` may be signed: those that sign, and those that did
    before they were replaced, the present first. Raises ``NoKey``."""
    found = [each.key for each in signers(origin)]
    past = (VerifierKey(origin, Algorithm.ED25519, key) for key in past_keys())
    return [*found, *(each for each in past if each not in found)]


def signers(origin: str) -> list[Signer]:
    """Whoever signs the checkpoints of ``origin``, the present key first. Raises ``NoKey``."""
    files = [_folder() / KEY, *([_folder() / FORMER] if (_folder() / FORMER).exists() else [])]
    return [_signer(origin, *key_in(file)) for file in files]


def signing(origin: str) -> list[Signer]:
    """``signers`` and, where this node has a key for it, the extra line of SM2 with SM3. Without
    the program that makes it the log goes on without the line. Raises ``NoKey``."""
    return [*signers(origin), *extra(origin)]


def extra(origin: str) -> list[Signer]:
    """Who signs beside the log's own keys with SM2 and SM3, for those that ask for it."""
    path = _folder() / SM2
    if not path.exists():
        return []
    try:
        point = _sm2_public(path, path.stat().st_mtime_ns)
    except sm2.NoSm2 as error:
        _log.warning("checkpoints go without their SM2 line: %s", error)
        return []
    key = VerifierKey(origin, Algorithm.PRIVATE, SM2_SM3 + point)
    return [Signer(key, partial(sm2.sign, path))]


def witness(name: str) -> Signer:
    """Whoever confirms the logs of others for this node; the key is made at the first use."""
    make_key(_folder(), WITNESS)
    public, sign = key_in(_folder() / WITNESS)
    return Signer(VerifierKey(name, Algorithm.COSIGNATURE, public), sign)


def receiving() -> Signer:
    """Whoever says for this node that an act has come in: its own key, made at the first use."""
    make_key(_folder())
    return _signer(f"{settings.LOG_BASE}/received", *key_in(_folder() / FILE))


@cache
def _sm2_public(path: Path, written: int) -> bytes:
    """Read once for each state of the file: the policy is asked for by anybody."""
    return sm2.public(path)


def _signer(origin: str, public: bytes, sign: Callable[[bytes], bytes]) -> Signer:
    return Signer(VerifierKey(origin, Algorithm.ED25519, public), sign)


def _folder() -> Path:
    return Path(settings.DATA_DIR)
