"""Devices that speak to the gateway of the city, and how the desk takes them in."""

from playwright.sync_api import Page, expect

from docs.manual.city import City
from tests.browser.walking import leaving
from tests.gateways.hj212.device import Device, upload

PASSWORD = "123456"
WAIT_MS = 250
MOST = 60
"""Looks at a page, or sendings of a device, before it is given up."""


def hour(code: str, at: str, factor: str, value: str) -> bytes:
    """The value of one hour; ``at``: year to hour, as the device's clock has it."""
    area = f"DataTime={at}0000;{factor}-Avg={value},{factor}-Flag=N"
    return upload(code, area, number="20261120084200123", command="2061", password=PASSWORD)


def answered(device: Device, frame: bytes) -> None:
    """Send until the gateway says that it is kept, as devices do; it asks for its stations anew
    only every few seconds."""
    device.socket.settimeout(WAIT_MS / 1000)
    for _round in range(MOST):
        try:
            device.ask(frame)
        except TimeoutError:
            continue
        return
    raise AssertionError("the gateway does not know this device")


def met(page: Page, city: City, code: str) -> None:
    """Open the form for the device ``code`` out of quarantine, once it stands there."""
    link = page.get_by_role("link", name=code)
    for _round in range(MOST):
        page.goto(f"{city.url}/stations/strangers/")
        if link.count():
            break
        page.wait_for_timeout(WAIT_MS)
    link.click()
    expect(page.locator("[name=password]")).to_be_visible()


def taken_in(page: Page, *, name: str, kind: str, site: str) -> None:
    """Fill the form and send it; the page of the new station stands there then."""
    page.wait_for_load_state("load")
    page.fill("[name=name]", name)
    page.select_option("[name=kind]", kind)
    page.fill("[name=site]", site)
    page.fill("[name=password]", PASSWORD)
    with leaving(page):
        page.click(".act-panel button[type=submit]")
