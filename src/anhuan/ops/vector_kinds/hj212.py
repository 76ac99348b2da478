"""Vectors of HJ 212: checks, frames, streams, Flag, exchanges, sub-packets, SM4, formulas."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from anhuan.base import sm4
from anhuan.ops.vector_kinds.verdict import Case, Finding, Kind
from anhuan.telemetry.protocols.hj212 import (
    cipher,
    compose,
    emission,
    exchange,
    fields,
    frame,
    framing,
    packets,
    segment,
)
from anhuan.telemetry.protocols.hj212.commands import COMMANDS, Executed, Taken, Way
from anhuan.telemetry.protocols.hj212.crc import crc
from anhuan.telemetry.protocols.hj212.deviations import Deviation
from anhuan.telemetry.protocols.hj212.revision import Flag, Revision, revision_of

_LENGTH = {Deviation.LENGTH_MISMATCH, Deviation.LENGTH_IN_CHARACTERS}
_ERRORS: tuple[tuple[str, set[Deviation]], ...] = (
    (r"not.?(decimal|digit|number)", {Deviation.LENGTH_NOT_DECIMAL}),
    (r"crc|check", {Deviation.CRC_MISMATCH}),
    (r"long|exceed|1024", {Deviation.TOO_LONG}),
    (r"length", _LENGTH | {Deviation.LENGTH_NOT_DECIMAL}),
    (r"tail|terminator|cr.?lf|end", {Deviation.TERMINATOR}),
    (r"truncat|short|incomplete|cut", _LENGTH | {Deviation.NO_FRAME}),
    (r"head|##|start", {Deviation.NO_FRAME}),
)
_LINES = {Deviation.LENGTH_MISMATCH, Deviation.LENGTH_NOT_DECIMAL}
_SPLIT_ERRORS = (
    (r"missing", "missing"),
    (r"greater|beyond|between|range|exceed|larger|>|zero|\b0\b", "between"),
    (r"number|integer|digit|decimal", "number"),
)


def _bytes(case: Case) -> bytes:
    if "bytes_hex" in case:
        return bytes.fromhex(case["bytes_hex"])
    text: str = case["text_utf8"] if "text_utf8" in case else case["text"]
    return text.encode()


def _crc16(case: Case) -> Finding:
    data = _bytes(case)
    got: dict[str, object] = {"crc": f"{crc(data):04X}"}
    if "text_utf8" in case:
        got |= {"segment_bytes": len(data), "segment_chars": len(data.decode())}
    return Finding({key: value for key, value in got.items() if key in case})


def _frame_of(case: Case) -> frame.Frame:
    raw = (case["frame"] + case.get("tail", "\r\n")).encode()
    return frame.inspected(raw)


def _frame_valid(case: Case) -> Finding:
    found = _frame_of(case)
    parts = segment.parsed(found.segment)
    got = {
        "length_field": int(found.raw[2:6]),
        "segment_bytes": len(found.segment),
        "crc": f"{found.computed:04X}" if found.sound else "does not hold",
        "header": parts.header,
        "cp": [dict(item) for item in parts.items],
    }
    if [each.segment for each in _streamed([found.raw])] != [found.segment]:
        got["crc"] = "a stream gives another frame"
    return Finding({"expect": got})


def _frame_invalid(case: Case) -> Finding:
    """The faults are worded in the case: the first wording that fits names what must be found."""
    found, expected = _frame_of(case), case["expect"]
    what = {fault.what for fault in found.faults}
    wording = str(expected.get("error")).lower()
    named = next((kinds for words, kinds in _ERRORS if re.search(words, wording)), set())
    got: dict[str, object] = {
        "error": expected.get("error") if named & what else ", ".join(sorted(what)) or "none",
        "crc_field": found.check.decode("latin-1").upper(),
        "crc_calculated": f"{found.computed:04X}",
        "also": "data segment longer than 1024" if Deviation.TOO_LONG in what else "nothing",
    }
    return Finding({"expect": {key: got[key] for key in expected if key in got}})


def _streamed(chunks: list[bytes]) -> list[frame.Frame]:
    splitter = framing.Splitter()
    pieces = [piece for chunk in chunks for piece in splitter.feed(chunk)]
    return [frame.examined(piece) for piece in (*pieces, *splitter.finish())]


def _stream(case: Case) -> Finding:
    sound = [each for each in _streamed([c.encode() for c in case["chunks"]]) if each.sound]
    # a line whose length is wrong is read, and is no frame of the standard
    found = [each for each in sound if _LINES.isdisjoint(fault.what for fault in each.faults)]
    strict = [each for each in found if each.strict]
    both = f"{len(strict)} strict or {len(found)} tolerant"
    expected = case["expect_frames"]
    if not isinstance(expected, str):
        return Finding({"expect_frames": len(found)}, note=both)
    return Finding({"expect_frames": expected if expected.startswith(both) else both})


def _flag(case: Case) -> Finding:
    flag = Flag(int(case["flag"]))
    got = {
        "version": flag.claimed.value if flag.claimed else "reserved",
        "version_bits": flag.version_bits,
        "has_packet_numbers": flag.numbered,
        "answer_required": flag.answer,
    }
    return Finding({"expect": got})


def _exchange(case: Case) -> Finding:
    """What is said, by us where it is an answer, and written anew where the device's data are."""
    told = frame.inspected(case["request"].encode(), ended=False)
    request = segment.parsed(told.segment)
    revision = revision_of(request.flag, new_codes=False, on=None)
    if case["direction"].startswith("platform"):
        said = _as_device(told, request, revision, case["answers"])
    else:
        answer = exchange.answer(told, request, revision)
        said = [] if answer is None else [answer]
    return Finding({"answers": [each.decode().removesuffix("\r\n") for each in said]})


def _as_device(
    told: frame.Frame, request: segment.Segment, revision: Revision, answers: list[str]
) -> list[bytes]:
    command = COMMANDS.get(request.command)
    if command is not None and command.way is Way.NOTICE:
        return [compose.answer_to_notice(request, revision)]
    return [
        compose.answer_to_request(request, exchange.taken(told), revision),
        *_data(request.command, answers),
        compose.answer_of_execution(request, Executed.DONE, revision),
    ]


def _data(command: str, answers: list[str]) -> list[bytes]:
    """The data among the answers: what a device measured is that of the case, if sound."""
    frames = [frame.inspected(each.encode(), ended=False) for each in answers]
    return [
        each.raw if each.strict else b"data that are not sound"
        for each in frames
        if segment.parsed(each.segment).command == command
    ]


_QN_WORDS: tuple[tuple[str, Taken], ...] = (
    (r"\bcrc\b|check", Taken.CHECK),
    (r"\bpw\b|password", Taken.PASSWORD),
    (r"\bmn\b|station number|device (number|id)", Taken.STATION),
    (r"\bst\b|system", Taken.SYSTEM),
    (r"\bflag\b", Taken.FLAG),
    (r"\bqn\b|request number", Taken.NUMBER),
    (r"\bcn\b|command", Taken.COMMAND),
    (r"refus|reject|denied", Taken.REFUSED),
    (r"ready|none|no fault|^ok|accepted|success", Taken.READY),
    (r"", Taken.UNKNOWN),
)
_EXE_WORDS: tuple[tuple[str, Executed], ...] = (
    (r"no data|without data", Executed.NO_DATA),
    (r"time-?\s?out|timed out", Executed.TIMEOUT),
    (r"busy", Executed.BUSY),
    (r"system", Executed.SYSTEM_FAULT),
    (r"condition", Executed.CONDITION),
    (r"fail|unknown", Executed.FAILED),
    (r"done|success|executed", Executed.DONE),
)


def _result_code(case: Case) -> Finding:
    """The cases word the fault; the words name a member, the member has the code."""
    words: tuple[tuple[str, int], ...] = _QN_WORDS if case["field"] == "QnRtn" else _EXE_WORDS
    fault = case["fault"].lower()
    return Finding({"expect": next(int(code) for text, code in words if re.search(text, fault))})


def _split(case: Case) -> Finding:
    expected = case["expect"]
    assembly, at = packets.Assembly(), fields.time_of("20260101000000")
    assert at is not None
    given: list[packets.Assembled] = []
    got: dict[str, object] = {}
    try:
        for each in case["frames"]:
            found = frame.inspected(each.encode(), ended=False)
            given += assembly.take(segment.parsed(found.segment), at)
    except packets.NumbersWrong as wrong:
        got = {"error": _worded(str(wrong), str(expected.get("error")))}
    else:
        given += assembly.expired(at + assembly.patience)
        got = {
            "complete": len(given) == 1 and given[0].complete,
            "missing_pno": [number for one in given for number in one.missing],
        }
    got["note"] = expected.get("note")
    return Finding({"expect": {key: got[key] for key in expected if key in got}})


def _worded(wrong: str, expected: str) -> str:
    """The expected wording where it means what was found."""
    meant = next((sign for words, sign in _SPLIT_ERRORS if re.search(words, expected)), "?")
    return expected if meant in wrong else wrong


def _sm4_segment(case: Case) -> Finding:
    key, plain = case["key_ascii"].encode(), case["plain_segment"].encode()
    sent = frame.inspected(cipher.framed(plain, sm4.encrypting(key)))
    area = sent.segment.partition(b"CP=&&")[2].removesuffix(b"&&")
    whole = len(area) // cipher.BLOCK * cipher.BLOCK
    back = cipher.opened(sent, sm4.decrypting(key))
    got = {
        "length_field": sent.raw[2:6].decode(),
        "crc": sent.check.decode(),
        "cipher_cp_hex": area[:whole].hex().upper(),
        "clear_rest": area[whole:].decode(),
        "plain_segment": back.segment.decode() if back.sound else "not opened",
    }
    return Finding({name: value for name, value in got.items() if name in case})


def _sm4_token(case: Case) -> Finding:
    key, plain = case["key_ascii"].encode(), case["plain"].encode()
    token = cipher.token(plain, sm4.encrypting(key))
    back = cipher.token_text(token, sm4.decrypting(key)).decode()
    return Finding({"cipher_base64": token, "plain": back})


def _number(told: Mapping[str, Any], name: str) -> Decimal:
    """The input of that name, or the only one about the same quantity."""
    about = [key for key in told if key.split("_")[0] == name.split("_")[0]]
    return Decimal(told[name] if name in told or len(about) != 1 else told[about[0]])


_FORMULAS: Mapping[str, tuple[Callable[..., Decimal], tuple[str, ...]]] = {
    "folded": (emission.folded, ("c_dry_std", "o2_dry_percent", "o2_standard_percent")),
    "standard-state": (
        emission.standard_state,
        ("c_actual", "pressure_ambient_pa", "pressure_static_pa", "temperature_c"),
    ),
    "mg/m3 from ppm": (emission.from_ppm, ("ppm", "molar_mass")),
    "dry standard flow": (
        emission.dry_flow,
        (
            "q_actual_m3h",
            "temperature_c",
            "moisture_percent",
            "pressure_ambient_pa",
            "pressure_static_pa",
        ),
    ),
    "emission rate": (emission.rate, ("c_dry_std", "q_dry_std_m3h")),
    "excess air": (emission.excess_air, ("o2_dry_percent",)),
    "dry": (emission.dry, ("c_wet", "moisture_percent")),
    "NOx": (emission.nitrogen_oxides, ("no", "no2")),
}


def _formula(case: Case) -> Finding:
    formula, names = next(row for name, row in _FORMULAS.items() if case["name"].startswith(name))
    try:
        got = formula(*(_number(case["in"], name) for name in names))
    except emission.NoResult as none:
        expected = case.get("expect")
        error = expected is None or str(expected).startswith("error")
        return Finding({"expect": expected if error else f"error: {none}"})
    return Finding({"expect": got.quantize(Decimal("0.000001"))})


def _valid_count(case: Case) -> Finding:
    medium = "waste water" if "water" in case["medium"] else "flue gas"
    if "expect_flag" in case:
        mark = emission.mark_of_aggregate(medium, int(case["normal"]), int(case["of"]))
        other = "not N" if case["expect_flag"] == "not N" else mark
        return Finding({"expect_flag": "N" if mark == "N" else other})
    level = case["level"].split()[0]
    return Finding({"expect_valid": emission.enough(medium, level, int(case["valid"]))})


def _field_check(case: Case) -> Finding:
    return Finding({"expect_ok": bool(fields.fits(case["field"], case["value"]))})


KINDS = (
    Kind("crc16", frozenset({"crc"}), _crc16),
    Kind("frame_valid", frozenset({"frame", "expect"}), _frame_valid),
    Kind("frame_invalid", frozenset({"frame", "expect"}), _frame_invalid),
    Kind("stream", frozenset({"chunks", "expect_frames"}), _stream),
    Kind("flag", frozenset({"flag", "expect"}), _flag),
    Kind("exchange", frozenset({"request", "answers", "direction"}), _exchange),
    Kind("result_code", frozenset({"field", "fault"}), _result_code),
    Kind("split", frozenset({"frames", "expect"}), _split),
    Kind("sm4_2025", frozenset({"key_ascii", "plain_segment"}), _sm4_segment),
    Kind("sm4_2025", frozenset({"key_ascii", "plain", "cipher_base64"}), _sm4_token),
    Kind("formula", frozenset({"name", "in"}), _formula),
    Kind("valid_count", frozenset({"medium", "level"}), _valid_count),
    Kind("field_check", frozenset({"field", "value"}), _field_check),
)
