"""Names of the ways by which notices go out, and why one was not taken."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from anhuan.notices.types import Channel

CHANNELS: Final[Mapping[Channel, str | Promise]] = {
    Channel.IN_APP: pgettext_lazy("channel", "On the pages here"),
    Channel.EMAIL: pgettext_lazy("channel", "E-mail"),
    Channel.SMS: pgettext_lazy("channel", "Text message"),
    Channel.DINGTALK: pgettext_lazy("channel", "DingTalk group"),
    Channel.WECOM: pgettext_lazy("channel", "WeCom group"),
    Channel.FEISHU: pgettext_lazy("channel", "Feishu group"),
}
