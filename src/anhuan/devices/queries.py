"""Reads of devices and statements; all narrowed to what the viewer may see."""

from datetime import datetime
from typing import Final
from uuid import UUID

from anhuan.devices import models
from anhuan.devices.carried import Pack
from anhuan.devices.mapping import device_line
from anhuan.devices.packing import pack
from anhuan.devices.types import DeviceLine
from anhuan.kernel.access import Viewer
from anhuan.people.queries import persons

MOST: Final = 50


def devices_of(person: UUID, at: datetime) -> list[DeviceLine]:
    """The devices of a person whom the caller has found visible, living ones first; those that
    ended are listed until they have been gone for as long as they would have lasted."""
    rows = models.Device.objects.filter(person=person).order_by("-enrolled_at", "-id")[:MOST]
    found = [device_line(row, at) for row in rows]
    return sorted(found, key=lambda one: not one.alive)


def packed(viewer: Viewer, *, device: UUID) -> Pack:
    """What the viewer's device carries."""
    ends_at = models.Device.objects.values_list("ends_at", flat=True).get(pk=device)
    named = persons([viewer.person]).get(viewer.person)
    return pack(viewer, name=named.name if named else "", expires=ends_at)
