"""What device signed in, in the words of whoever looks: never the browser's own long line."""

from typing import Final

from django.utils.translation import gettext as _

SYSTEMS: Final = (
    ("HarmonyOS", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS: Final = (
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The first that is found counts: Edge also calls itself Chrome, Chrome also Safari."""


def device_name(agent: str) -> str:
    """“Windows · Chrome” of what a browser says about itself."""
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    if "MicroMessenger" in agent:
        browser = _("WeChat")
    return " · ".join(filter(None, (system, browser))) or _("another program")
