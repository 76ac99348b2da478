"""Every word of the kernel has its row: 中文 · English · name in code."""

import enum
import importlib
import re

import pytest

from tests.architecture.tree import ROOT

ENUMS = [
    ("anhuan.kernel.case", "State"),
    ("anhuan.kernel.case", "Action"),
    ("anhuan.kernel.case", "Kind"),
    ("anhuan.kernel.task", "TaskKind"),
    ("anhuan.kernel.task", "TaskState"),
    ("anhuan.kernel.task", "TaskAct"),
    ("anhuan.kernel.task", "TaskParty"),
    ("anhuan.kernel.access", "Role"),
    ("anhuan.kernel.access", "Capability"),
    ("anhuan.kernel.escalation", "Measure"),
    ("anhuan.kernel.refusal", "Why"),
    ("anhuan.kernel.accountability", "MatterState"),
    ("anhuan.kernel.accountability", "MatterAct"),
    ("anhuan.kernel.accountability", "Ruling"),
    ("anhuan.kernel.accountability", "AppealResult"),
    ("anhuan.kernel.witness", "Evidence"),
    ("anhuan.kernel.procedure", "Procedure"),
    ("anhuan.kernel.procedure", "ProceedingState"),
    ("anhuan.kernel.procedure", "ProceedingAct"),
    ("anhuan.kernel.origin", "Origin"),
    ("anhuan.kernel.campaign", "CampaignKind"),
    ("anhuan.kernel.campaign", "CampaignState"),
    ("anhuan.kernel.campaign", "CampaignAct"),
    ("anhuan.kernel.campaign", "RowState"),
    ("anhuan.kernel.campaign", "Hands"),
    ("anhuan.kernel.frequency", "Level"),
    ("anhuan.kernel.judgement", "JudgementAct"),
    ("anhuan.kernel.judgement", "Section"),
]


def _rows() -> dict[str, tuple[str, str]]:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| ([^|]+) \| ([^|]+) \| `([\w.]+)` \|", page, re.MULTILINE)
    return {code: (chinese.strip(), english.strip()) for chinese, english, code in found}


@pytest.mark.parametrize("module, kind", ENUMS)
def test_each_member_has_a_row(module: str, kind: str) -> None:
    members: type[enum.Enum] = getattr(importlib.import_module(module), kind)

    missing = [
        f"{kind}.{member.name}" for member in members if f"{kind}.{member.name}" not in _rows()
    ]

    assert missing == []


@pytest.mark.parametrize("module, kind", ENUMS)
def test_each_row_names_a_member(module: str, kind: str) -> None:
    members: type[enum.Enum] = getattr(importlib.import_module(module), kind)
    named = {code.partition(".")[2] for code in _rows() if code.partition(".")[0] == kind}

    assert named - {member.name for member in members} == set()


def test_each_row_has_a_chinese_word() -> None:
    without = [code for code, (chinese, _) in _rows().items() if not re.search("[一-鿿]", chinese)]

    assert without == []
