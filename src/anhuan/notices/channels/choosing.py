"""Which carrier serves a channel, and whether it is set up."""

from anhuan.notices.channels import Carrier, mail, robots, sms
from anhuan.notices.types import Channel


def carrier(channel: Channel) -> Carrier:
    if channel is Channel.EMAIL:
        return mail.send
    if channel is Channel.SMS:
        return sms.send
    found: Carrier = robots.sender(channel)
    return found


def ready(channel: Channel) -> bool:
    """Robots need no setting of the node: each unit's has its own token."""
    if channel is Channel.EMAIL:
        return mail.ready()
    return sms.ready() if channel is Channel.SMS else True
