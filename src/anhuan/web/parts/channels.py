"""Names of the ways by which notices go out, and why one was not taken."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy as _

from anhuan.notices.types import Channel

CHANNELS: Final[Mapping[Channel, str | Promise]] = {
    Channel.IN_APP: _("channel", "On the pages here"),
    Channel.EMAIL: _("channel", "E-mail"),
    Channel.SMS: _("channel", "Text message"),
    Channel.DINGTALK: _("channel", "DingTalk group"),
    Channel.WECOM: _("channel", "WeCom group"),
    Channel.FEISHU: _("channel", "Feishu group"),
}
