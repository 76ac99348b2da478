"""The slip of each act that the firm is told of."""

from anhuan.kernel.access import Viewer
from anhuan.web.firm.casefile import told_act
from anhuan.web.parts import deeds, slips
from anhuan.web.parts.slip_pages import slip_pages


def _told(viewer: Viewer, number: str, version: int) -> slips.Deed:
    return deeds.of_case(number, told_act(viewer, number, version))


slip, received = slip_pages(_told, home="firm:case", page="firm:slip")
