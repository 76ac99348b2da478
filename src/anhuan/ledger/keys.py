"""The keys of this node's log: files in the data folder that only the node reads."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from anhuan.base.sign import FILE, key_in, make_key
from anhuan.kernel.note import Algorithm, Signer, VerifierKey
from anhuan.ledger.queries import logs

KEY: Final = "log-key"
FORMER: Final = "log-key-former"
"""The key that a new one takes over from: both sign until the file is taken away."""
WITNESS: Final = "witness-key"


def made_at_first() -> None:
    """Make the key of a node that has no log yet. A log that lost its key gets no other one
    unseen."""
    if not logs():
        make_key(_folder(), KEY)


def signers(origin: str) -> list[Signer]:
    """Whoever signs the checkpoints of ``origin``, the present key first. Raises ``NoKey``."""
    files = [_folder() / KEY, *([_folder() / FORMER] if (_folder() / FORMER).exists() else [])]
    return [_signer(origin, *key_in(file)) for file in files]


def witness(name: str) -> Signer:
    """Whoever confirms the logs of others for this node; the key is made at the first use."""
    make_key(_folder(), WITNESS)
    public, sign = key_in(_folder() / WITNESS)
    return Signer(VerifierKey(name, Algorithm.COSIGNATURE, public), sign)


def receiving() -> Signer:
    """Whoever says for this node that an act has come in: its own key, made at the first use."""
    make_key(_folder())
    return _signer(f"{settings.LOG_BASE}/received", *key_in(_folder() / FILE))


def _signer(origin: str, public: bytes, sign: Callable[[bytes], bytes]) -> Signer:
    return Signer(VerifierKey(origin, Algorithm.ED25519, public), sign)


def _folder() -> Path:
    return Path(settings.DATA_DIR)
