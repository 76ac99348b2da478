"""A device in a few words instead of a browser's own line."""

import pytest

from anhuan.web.parts.devices import device_name

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36"
CASES = {
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}": "Windows · Chrome",
    f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/86.0": "Windows · Edge",
    f"Mozilla/5.0 (Linux; Android 12; HarmonyOS) {CHROME}": "HarmonyOS · Chrome",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 14_0 like Mac OS X) MicroMessenger/8.0": "iPhone · 微信",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0": "Linux · Firefox",
    "curl/8.5": "别的程序",
    "": "别的程序",
}


@pytest.mark.parametrize(("agent", "name"), CASES.items())
def test_device_is_named_by_system_and_browser(agent: str, name: str) -> None:
    assert device_name(agent) == name
