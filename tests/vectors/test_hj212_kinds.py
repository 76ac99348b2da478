"""The kinds of vectors of HJ 212: a right case passes, a wrong expectation fails."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from anhuan.ops.vector_kinds import hj212
from anhuan.ops.vectors import run_vectors
from tests.modules.telemetry.wire import MN, framed, reference, segment

SOUND = framed(segment("DataTime=20261122120000;a21026-Rtd=1.5,a21026-Flag=N"))[:-2].decode()
HEADER = {
    "QN": "20261122120000123",
    "ST": "31",
    "CN": "2011",
    "PW": "123456",
    "MN": MN,
    "Flag": "5",
}
READ = {
    "length_field": len(SOUND) - 10,
    "segment_bytes": len(SOUND) - 10,
    "crc": SOUND[-4:],
    "header": HEADER,
    "cp": [{"DataTime": "20261122120000"}, {"a21026-Rtd": "1.5", "a21026-Flag": "N"}],
}
NAMED = f"PW=123456;MN={MN}"


def plain(text: str) -> str:
    return framed(text)[:-2].decode()


def packet(number: int) -> str:
    head = f"QN=2026112212000000{number};ST=31;CN=2061;{NAMED};Flag=7;PNUM=2;PNO={number};"
    return plain(segment(f"DataTime=20261122120000;a-Avg={number}", head))


REQUEST = plain(f"QN=20261122120000123;ST=31;CN=1011;{NAMED};Flag=5;CP=&&&&")
ANSWERS = [
    plain(f"QN=20261122120000123;ST=91;CN=9011;{NAMED};Flag=4;CP=&&QnRtn=1&&"),
    plain(f"QN=20261122120000123;ST=31;CN=1011;{NAMED};Flag=4;CP=&&SystemTime=20261122120000&&"),
    plain(f"QN=20261122120000123;ST=91;CN=9012;{NAMED};Flag=4;CP=&&ExeRtn=1&&"),
]
UPLOADED = [plain(f"QN=20261122120000123;ST=91;CN=9014;{NAMED};Flag=4;CP=&&&&")]
STOPPED = plain(f"QN=20261122120000123;ST=31;CN=2012;{NAMED};Flag=5;CP=&&&&")
NOTED = [plain(f"QN=20261122120000123;ST=91;CN=9013;{NAMED};Flag=4;CP=&&&&")]
BLOCK = "0123456789abcdef"
SECRET = segment(BLOCK + "rest")

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("crc16", {"text": "123456789", "crc": "2F80"}, {"crc": "4B37"}),
    ("crc16", {"bytes_hex": "00", "crc": "4040"}, {"bytes_hex": "01"}),
    (
        "crc16",
        {"text_utf8": "洗", "segment_chars": 1, "crc": f"{reference('洗'.encode()):04X}"},
        {"segment_chars": 3},
    ),
    (
        "frame_valid",
        {"frame": SOUND, "tail": "\r\n", "expect": READ},
        {"expect": READ | {"cp": []}},
    ),
    (
        "frame_invalid",
        {"frame": SOUND[:-4] + "0001", "expect": {"error": "crc_mismatch", "crc_field": "0001"}},
        {"expect": {"error": "length_mismatch"}},
    ),
    (
        "frame_invalid",
        {"frame": "##0001" + SOUND[6:], "expect": {"error": "length_mismatch"}},
        {"frame": SOUND},
    ),
    (
        "frame_invalid",
        {"frame": "##00x1" + SOUND[6:], "expect": {"error": "length_not_decimal"}},
        {"frame": SOUND},
    ),
    (
        "stream",
        {"chunks": ["x" + SOUND, "\r\n" + SOUND], "expect_frames": 2},
        {"expect_frames": 1},
    ),
    (
        "stream",
        {"chunks": [SOUND + "\n"], "expect_frames": "0 strict or 1 tolerant (CR missing)"},
        {"chunks": [SOUND + "\r\n"]},
    ),
    (
        "stream",
        {"chunks": ["##0001" + SOUND[6:] + "\r\n" + SOUND + "\r\n"], "expect_frames": 1},
        {"chunks": [SOUND + SOUND]},
    ),
    ("frame_valid", {"frame": SOUND, "tail": "", "expect": READ}, {"frame": SOUND[:-1] + "x"}),
    (
        "flag",
        {
            "flag": 11,
            "expect": {
                "version": "2025",
                "version_bits": 2,
                "has_packet_numbers": True,
                "answer_required": True,
            },
        },
        {"flag": 9},
    ),
    (
        "exchange",
        {"direction": "platform requests", "request": REQUEST, "answers": ANSWERS},
        {"answers": ANSWERS[:2]},
    ),
    (
        "exchange",
        {"direction": "platform requests", "request": STOPPED, "answers": NOTED},
        {"answers": ANSWERS},
    ),
    (
        "exchange",
        {"direction": "field device uploads", "request": SOUND, "answers": UPLOADED},
        {"answers": []},
    ),
    ("result_code", {"field": "QnRtn", "fault": "PW wrong", "expect": 3}, {"expect": 4}),
    ("result_code", {"field": "ExeRtn", "fault": "busy", "expect": 5}, {"expect": 1}),
    (
        "split",
        {"frames": [packet(2), packet(1)], "expect": {"complete": True}},
        {"frames": [packet(2)]},
    ),
    (
        "split",
        {"frames": [packet(2)], "expect": {"complete": False, "missing_pno": [1]}},
        {"expect": {"complete": False, "missing_pno": [2]}},
    ),
    (
        "sm4_2025",
        {
            "key_ascii": "0000000000000000",
            "plain_segment": SECRET,
            "length_field": f"{len(SECRET):04}",
            "crc": f"{reference(SECRET.encode()):04X}",
            "clear_rest": "rest",
        },
        {"clear_rest": ""},
    ),
    (
        "sm4_2025",
        {
            "key_ascii": "msbE74gsiSHSEh5e",
            "plain": "testuser:AezF0nZRs4kypuGO",
            "cipher_base64": "LG/m7lsFU/taig+vbQsDJXy4NGAaE2j2lplPwhZM7iM=",
        },
        {"cipher_base64": "LG/m7lsFU/taig+vbQsDJQ=="},
    ),
    (
        "formula",
        {
            "name": "folded concentration",
            "in": {"c_dry_std": 100, "o2_dry_percent": 15, "o2_standard_percent": 9},
            "expect": 200,
        },
        {"expect": 100},
    ),
    (
        "formula",
        {"name": "excess air coefficient", "in": {"o2_percent": 21}, "expect": "error"},
        {"in": {"o2_percent": 20}},
    ),
    (
        "formula",
        {"name": "NOx as NO2", "in": {"no": 30, "no2": 4}, "expect": 50},
        {"expect": 34},
    ),
    (
        "valid_count",
        {"medium": "flue gas", "level": "hour", "valid": 45, "expect_valid": True},
        {"valid": 44},
    ),
    (
        "valid_count",
        {
            "medium": "waste water",
            "level": "aggregated flag",
            "normal": 5,
            "of": 6,
            "expect_flag": "not N",
        },
        {"normal": 6},
    ),
    ("field_check", {"field": "MinInterval", "value": "7", "expect_ok": False}, {"value": "6"}),
]
NAMES = [f"{kind}-{place}" for place, (kind, _, _) in enumerate(CASES)]


def run(tmp_path: Path, kind: str, case: dict[str, Any]) -> tuple[int, str]:
    path = tmp_path / "v.json"
    path.write_text(json.dumps({"open": [{"id": "1", "kind": kind, **case}]}), encoding="utf-8")
    out = io.StringIO()
    code = run_vectors(path, out)
    return code, out.getvalue().splitlines()[-1]


def test_every_kind_has_its_case() -> None:
    assert {kind for kind, _, _ in CASES} == {kind.name for kind in hj212.KINDS}


@pytest.mark.parametrize("kind, right, _", CASES, ids=NAMES)
def test_right_case_passes(
    tmp_path: Path, kind: str, right: dict[str, Any], _: dict[str, Any]
) -> None:
    assert run(tmp_path, kind, right) == (0, "1 passed, 0 failed, 0 skipped")


@pytest.mark.parametrize("kind, right, wrong", CASES, ids=NAMES)
def test_wrong_case_fails(
    tmp_path: Path, kind: str, right: dict[str, Any], wrong: dict[str, Any]
) -> None:
    assert run(tmp_path, kind, right | wrong) == (1, "0 passed, 1 failed, 0 skipped")
