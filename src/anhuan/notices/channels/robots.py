"""Robots of group chats: DingTalk, WeCom, Feishu.

Their addresses, the form of their tokens and the signature are those of the library. The answer
is read here, since these services say 200 also when they refuse; the library takes that for sent.
No part of the host can be chosen, only HTTPS is spoken, and no redirect is followed.
"""

import http.client
import json
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from anhuan.notices.channels import Unsent
from anhuan.notices.types import Channel

TIMEOUT: Final = 10
LONGEST_ANSWER: Final = 65536
# Too often, or the service is busy: later helps. Everything else it says is final.
PASSING: Final[Mapping[Channel, frozenset[int]]] = {
    Channel.DINGTALK: frozenset({-1, 130101, 410100}),
    Channel.WECOM: frozenset({-1, 45009, 45033}),
    Channel.FEISHU: frozenset({9499, 11232, 99991400}),
}


def plugin(channel: Channel) -> Any:
    """The library's class, loaded only where a robot is used."""
    if channel is Channel.DINGTALK:
        from apprise.plugins.dingtalk import NotifyDingTalk

        return NotifyDingTalk
    if channel is Channel.WECOM:
        from apprise.plugins.wecombot import NotifyWeComBot

        return NotifyWeComBot
    from apprise.plugins.feishu import NotifyFeishu

    return NotifyFeishu


def token_of(channel: Channel, given: str) -> str | None:
    """The token in the address of a robot as the service shows it, or in a token alone; ``None``
    for the address of anything else."""
    base, _, tail = _shape(channel)
    given = given.strip()
    if given.startswith(base):
        given = given[len(base) :].removesuffix(tail).removesuffix("/")
    return given if _fits(channel, "token", given) else None


def secret_fits(channel: Channel, secret: str) -> bool:
    """DingTalk may demand a signature; of the others none is known here."""
    return not secret or (channel is Channel.DINGTALK and _fits(channel, "secret", secret))


def sender(channel: Channel) -> Any:
    """The carrier of one service."""

    def send(*, key: str, to: str, secret: str, subject: str, text: str) -> str:
        said = _post(_address(channel, to, secret), _body(channel, text))
        code = next((said[name] for name in ("errcode", "code", "StatusCode") if name in said), 0)
        if code != 0:
            raise Unsent(f"refused {code}", final=code not in PASSING[channel])
        return ""

    return send


def _shape(channel: Channel) -> tuple[str, str, str]:
    kind = plugin(channel)
    field = "key" if channel is Channel.WECOM else "token"
    base, _, tail = kind.notify_url.partition("{" + field + "}")
    return base, field, tail


def _fits(channel: Channel, name: str, text: str) -> bool:
    field = _shape(channel)[1] if name == "token" else name
    pattern, flags = plugin(channel).template_tokens[field]["regex"]
    found = re.fullmatch(pattern.strip("^$"), text, re.I if "i" in flags else 0)
    return found is not None and len(text) <= 200


def _address(channel: Channel, token: str, secret: str) -> str:
    base, _, tail = _shape(channel)
    address = f"{base}{token}{tail.removesuffix('/')}"
    if secret:
        stamp, sign = plugin(channel)(token=token, secret=secret).get_signature()
        address = f"{address}&timestamp={stamp}&sign={sign}"
    return address


def _body(channel: Channel, text: str) -> dict[str, Any]:
    if channel is Channel.FEISHU:
        return {"msg_type": "text", "content": {"text": text}}
    return {"msgtype": "text", "text": {"content": text}}


def _post(address: str, body: Mapping[str, Any]) -> dict[str, Any]:
    parts = urlsplit(address)
    line = http.client.HTTPSConnection(parts.netloc, timeout=TIMEOUT)
    packed = json.dumps(body, ensure_ascii=False).encode()
    where = f"{parts.path}?{parts.query}" if parts.query else parts.path
    try:
        line.request("POST", where, packed, {"Content-Type": "application/json; charset=utf-8"})
        with line.getresponse() as answer:
            content = answer.read(LONGEST_ANSWER)
    except (OSError, http.client.HTTPException) as error:
        raise Unsent(type(error).__name__) from None
    finally:
        line.close()
    if answer.status != 200:
        passing = answer.status >= 500 or answer.status == 429
        raise Unsent(f"status {answer.status}", final=not passing)
    return _parsed(content)


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise Unsent("answer not understood")
    return said
