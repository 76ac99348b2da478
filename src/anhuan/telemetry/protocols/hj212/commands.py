"""Systems (ST), commands (CN) and results of HJ 212, by revision: who answers what to whom."""

from collections.abc import Mapping
from enum import Enum, IntEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from anhuan.telemetry.protocols.hj212.revision import Revision


class Way(Enum):
    """What follows a command (appendix C)."""

    EXECUTE = "9011, then 9012"
    FETCH = "9011, the data, then 9012"
    NOTICE = "9013"
    UPLOAD = "9014 if Flag asks for it"
    ANSWER = "nothing"


class Stamp(Enum):
    """What DataTime says."""

    SAMPLE = "the moment of sampling"
    START = "the start of the period"
    NONE = "nothing"


class Command(NamedTuple):
    """A command: what it is, what follows a request of the platform, and its DataTime. ``sends``
    is what follows when the device sends it of itself."""

    code: str
    title: str
    way: Way
    sends: Way = Way.UPLOAD
    stamp: Stamp = Stamp.NONE
    since: Revision = Revision.OF_2005
    until: Revision = Revision.OF_2025


def _rows() -> tuple[Command, ...]:
    execute, fetch, notice, upload, answer = Way
    sample, start, _ = Stamp
    old, new, newest = Revision
    return (
        Command("1000", "timeout and number of resends", execute),
        Command("1001", "alarm events (2005); serial of the hardware (2025)", upload),
        Command("1002", "network number of the device", execute, since=newest),
        Command("1011", "time of the device, get", fetch),
        Command("1012", "time of the device, set", execute),
        Command("1013", "time wanted by the device", notice, notice, since=new),
        Command("1014", "key, get or set", execute, since=newest),
        Command("1061", "interval of real-time data, get", fetch),
        Command("1062", "interval of real-time data, set", execute),
        Command("1063", "interval of minute data, get", fetch, since=new),
        Command("1064", "interval of minute data, set", execute, since=new),
        Command("1072", "password, set", execute),
        Command("2011", "real-time data", execute, stamp=sample),
        Command("2012", "real-time data, stop", notice, notice),
        Command("2013", "raw data", execute, since=newest),
        Command("2021", "running status of facilities", execute, stamp=sample),
        Command("2022", "running status, stop", notice, notice),
        Command("2031", "day data", fetch, stamp=start),
        Command("2041", "run hours of facilities by day", fetch, stamp=start),
        Command("2051", "minute data", fetch, stamp=start),
        Command("2052", "noise, single event", upload, since=newest),
        Command("2061", "hour data", fetch, stamp=start),
        Command("2062", "automatic check with a standard", upload, since=newest),
        Command("2071", "alarm", upload, stamp=sample, until=old),
        Command("2072", "alarm", upload, stamp=sample, until=old),
        Command("2081", "time the logger started", upload, since=new, stamp=sample),
        Command("2111", "five-minute temperature of an incinerator", upload, since=newest),
        Command("3011", "calibration of zero and span", execute),
        Command("3012", "sampling at once", execute),
        Command("3013", "cleaning or blow-back", execute, since=new),
        Command("3014", "sampling for comparison", execute),
        Command("3015", "sample kept on exceedance", fetch, since=new, stamp=sample),
        Command("3016", "sampling period, set", execute, since=new),
        Command("3017", "sampling period, get", fetch, since=new),
        Command("3018", "time a sample takes, get", fetch, since=new),
        Command("3019", "serial of an instrument", fetch, since=new, stamp=sample),
        Command("3020", "information of the site", fetch, since=new, stamp=sample),
        Command("3021", "parameter of the site, set", execute, since=new),
        Command("3022", "sample kept at once", execute, since=newest),
        Command("3024", "check with a standard, start", execute, since=newest),
        Command("9011", "answer to a request", answer, answer),
        Command("9012", "result of an execution", answer, answer),
        Command("9013", "answer to a notice", answer, answer),
        Command("9014", "answer to data", answer, answer),
        Command("9015", "heartbeat", notice, notice, since=newest),
    )


COMMANDS: Final[Mapping[str, Command]] = MappingProxyType({row.code: row for row in _rows()})
"""By code. Those of 2025 stand as far as their names are known; docs/hj212.md says which."""

SYSTEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "21": "地表水质量监测",
        "22": "空气质量监测",
        "23": "声环境质量监测",
        "24": "地下水质量监测",
        "25": "土壤质量监测",
        "26": "海水质量监测",
        "27": "挥发性有机物监测",
        "31": "大气环境污染源",
        "32": "地表水体环境污染源",
        "33": "地下水体环境污染源",
        "34": "海洋环境污染源",
        "35": "土壤环境污染源",
        "36": "声环境污染源",
        "37": "振动环境污染源",
        "38": "放射性环境污染源",
        "39": "工地扬尘污染源",
        "41": "电磁环境污染源",
        "44": "用电",
        "45": "关键工况",
        "51": "烟气排放过程监控",
        "52": "污水排放过程监控",
        "91": "系统交互",
    }
)
"""System codes by their printed names; 44 and 45 are of 2025."""
INTERACTION: Final = "91"


class Taken(IntEnum):
    """QnRtn: whether a request is taken (table 7; 4–6 and 9 since 2017)."""

    READY = 1
    REFUSED = 2
    PASSWORD = 3
    STATION = 4
    SYSTEM = 5
    FLAG = 6
    NUMBER = 7
    COMMAND = 8
    CHECK = 9
    UNKNOWN = 100


class Executed(IntEnum):
    """ExeRtn: how an execution ended (table 6)."""

    DONE = 1
    FAILED = 2
    CONDITION = 3
    TIMEOUT = 4
    BUSY = 5
    SYSTEM_FAULT = 6
    NO_DATA = 100


class Patience(NamedTuple):
    """How long an answer is waited for, in seconds, and how often a request is sent again."""

    seconds: int
    resends: int


ADSL: Final = Patience(5, 3)
CELLULAR: Final = Patience(10, 3)
"""Also for PLC, WiMAX and what else is not a fixed line."""
