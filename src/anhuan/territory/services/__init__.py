"""Writes to areas, units, posts and appointments."""

from anhuan.territory.services.appointments import (
    appoint,
    correct_appointment,
    end_appointment,
    seat_at_firm,
    vacate_post,
    withdraw_appointment,
)
from anhuan.territory.services.areas import add_area, change_area
from anhuan.territory.services.importing import ImportReport, import_areas
from anhuan.territory.services.leaves import come_back, send_on_leave
from anhuan.territory.services.posts import add_post, add_unit, change_post, change_unit

__all__ = [
    "ImportReport",
    "add_area",
    "add_post",
    "add_unit",
    "appoint",
    "change_area",
    "change_post",
    "change_unit",
    "come_back",
    "correct_appointment",
    "end_appointment",
    "import_areas",
    "seat_at_firm",
    "send_on_leave",
    "vacate_post",
    "withdraw_appointment",
]
