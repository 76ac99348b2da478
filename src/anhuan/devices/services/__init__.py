"""Writes of devices: enrol and revoke one, take in what it sends, decide on statements."""

from anhuan.devices.services.enrolling import enrol, revoke, revoke_of_another, use_device
from anhuan.devices.services.erasing import erase_devices, own_devices
from anhuan.devices.services.photos import bring_photo
from anhuan.devices.services.sending import receive
from anhuan.devices.services.statements import accept, set_aside

__all__ = [
    "accept",
    "bring_photo",
    "enrol",
    "erase_devices",
    "own_devices",
    "receive",
    "revoke",
    "revoke_of_another",
    "set_aside",
    "use_device",
]
