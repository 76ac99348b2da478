"""``anhuan witness``: whose logs this node confirms, and who confirms its own."""

from typing import Final, TextIO
from urllib.parse import urlsplit

from django.conf import settings

from anhuan.kernel.note import Algorithm, BadNote, VerifierKey, verifier_key
from anhuan.ledger import keys, services
from anhuan.ledger.queries import watched, witness_keys
from anhuan.ops.command import Stop

LONGEST: Final = 255


def watch(origin: str, given: list[str], out: TextIO) -> int:
    """Confirm the log ``origin`` from now on, by its keys. Raises ``Stop``."""
    found = [_key(text, Algorithm.ED25519) for text in given]
    for key in found:
        if key.name != origin:
            raise Stop(
                f"公钥是 {key.name} 的，不是 {origin} 的",
                f"The key is that of {key.name}, not of {origin}",
            )
    services.watch(keys=[str(key) for key in found])
    print(f"从现在起见证 {origin}。请对方运行：", file=out)
    print(f"{origin} is watched from now on. Its node runs:", file=out)
    own = keys.witness(f"{settings.LOG_BASE}/witness").key
    print(f"anhuan witness ask https://{settings.LOG_BASE}/witness {own}", file=out)
    return 0


def ask(url: str, given: str, out: TextIO) -> int:
    """Let the witness at ``url`` confirm our checkpoints. Raises ``Stop``."""
    address = _address(url)
    key = _key(given, Algorithm.COSIGNATURE)
    services.ask(key=str(key), url=address)
    print(f"从下一个检查点起请 {key.name} 见证（{address}）", file=out)
    print(f"{key.name} at {address} is asked from the next checkpoint on", file=out)
    return 0


def tell(out: TextIO) -> int:
    """Say whom we watch, how far, and whom we ask."""
    own = keys.witness(f"{settings.LOG_BASE}/witness").key
    print(f"本节点的见证公钥 our key as a witness  {own}", file=out)
    for origin, size, seen_at in watched():
        since = seen_at.isoformat(timespec="seconds") if seen_at else "—"
        print(f"见证 watches  {origin}  {size:,}  {since}", file=out)
    for name, key, url in witness_keys():
        print(f"请见证 asks  {name}  {url}  {key}", file=out)
    return 0


def _key(text: str, wanted: Algorithm) -> VerifierKey:
    try:
        key = verifier_key(text)
    except (BadNote, UnicodeEncodeError) as wrong:
        raise Stop(f"不是公钥：{text}（{wrong}）", f"This is no key: {text} ({wrong})") from wrong
    if len(text) > LONGEST:
        raise Stop("公钥太长", "The key is too long")
    if key.algorithm != wanted:
        own = "记录" if wanted is Algorithm.ED25519 else "见证方"
        english = "a log" if wanted is Algorithm.ED25519 else "a witness"
        raise Stop(f"这不是{own}的公钥：{text}", f"This is not the key of {english}: {text}")
    return key


def _address(text: str) -> str:
    shown = " ".join(text.split())[:80]
    wrong = Stop(f"不是网址：{shown}", f"{shown} is not an http or https address")
    if len(text) > LONGEST or not text.isascii() or not text.isprintable() or " " in text:
        raise wrong
    try:
        parts = urlsplit(text)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        raise wrong from None
    if not known or parts.query or parts.fragment or parts.username is not None:
        raise wrong
    return text.rstrip("/")
