"""Vectors of codes: GB 32100, GB 11714, GB 11643, GB/T 2260."""

import re
from dataclasses import asdict

from anhuan.kernel import codes
from anhuan.kernel.codes import CodeProblem
from anhuan.ops.vector_kinds.verdict import POLICY, Case, Finding, Kind

# a letter typed for a digit is found outside the alphabet or by the check character,
# whichever letter it is
_MISTYPED_LETTER = {
    CodeProblem.ALPHABET,
    CodeProblem.LOWER_CASE_L,
    CodeProblem.CHECK_CHARACTER,
}
_WORDINGS: tuple[tuple[re.Pattern[str], set[CodeProblem]], ...] = (
    (re.compile(r"empty|blank"), {CodeProblem.EMPTY}),
    (re.compile(r"length( \d+)?|too (long|short)"), {CodeProblem.LENGTH}),
    (re.compile(r"check (character|digit)"), {CodeProblem.CHECK_CHARACTER}),
    (re.compile(r".*\b(outside|not in) the alphabet"), {CodeProblem.ALPHABET}),
    (re.compile(r"lower-case l\b"), {CodeProblem.LOWER_CASE_L}),
    (re.compile(r"(lower-case|upper-case|capital|letter) [a-z]\b"), _MISTYPED_LETTER),
    (re.compile(r"registrar"), {CodeProblem.REGISTRAR}),
    (re.compile(r"division"), {CodeProblem.DIVISION}),
    (re.compile(r"date"), {CodeProblem.DATE}),
)


def _met(expected: object, problem: CodeProblem | None, length: int) -> bool:
    """Whether the reason found is the one the expectation words."""
    if problem is None or not isinstance(expected, str):
        return False
    told = re.fullmatch(r"length (\d+)", expected)
    if told and int(told[1]) != length:
        return False
    wording = expected.lower()
    return any(p.match(wording) and problem in reasons for p, reasons in _WORDINGS)


def _uscc_valid(case: Case) -> Finding:
    try:
        uscc = codes.parse_uscc(case["code"])
    except codes.BadCode as bad:
        return Finding({"expect": bad.problem.value})
    parts = asdict(uscc)
    names = {"registrar", "category", "division", "check"}
    got = {name: parts[name] for name in names} | {"org_code": uscc.organisation}
    return Finding({"expect": got, "embedded_org_code_valid": uscc.organisation_valid})


def _uscc_invalid(case: Case) -> Finding:
    text = case["code"] or ""
    problem = codes.uscc_problem(text)
    length = len(codes.normalise_uscc(text))
    if _met(case.get("expect"), problem, length):
        return Finding({"expect": case["expect"]})
    return Finding({"expect": problem.value if problem else "accepted"})


def _uscc_normalise(case: Case) -> Finding:
    return Finding({"expect": codes.normalise_uscc(case["input"])})


def _uscc_check_char(case: Case) -> Finding:
    return Finding({"expect": codes.uscc_check(case["first17"])})


def _uscc_policy(case: Case) -> Finding:
    word = "accept" if codes.uscc_problem(case["input"]) is None else "reject"
    taken = next((c for c in case[POLICY] if word in c), word)
    return Finding({POLICY: taken}, note=f"policy taken: {taken}")


def _org_code(case: Case) -> Finding:
    check = codes.organisation_check(case["body"])
    formatted = codes.format_organisation(case["body"] + check)
    return Finding({"expect_check": check, "formatted": formatted})


def _resident_id(case: Case) -> Finding:
    return Finding({"expect_checksum_ok": codes.resident_checksum_ok(case["number"])})


def _resident_id_form(case: Case) -> Finding:
    expected, number = case.get("expect"), case["number"]
    problem = codes.resident_problem(number)
    got = problem.value if problem else "accepted"
    wording = expected.lower() if isinstance(expected, str) else ""
    if wording.startswith("accept"):
        met = problem is None
    elif wording.startswith("reject"):
        met = problem is not None
    else:
        met = _met(expected, problem, len(number.strip()))
    return Finding({"expect": expected if met else got}, note=f"resident number: {got}")


def _division(case: Case) -> Finding:
    try:
        division = codes.parse_division(case["code"])
    except codes.BadCode as bad:
        return Finding({"expect_level": bad.problem.value})
    return Finding({"expect_level": division.level.value, "province_code": division.province_code})


KINDS = (
    Kind("uscc_valid", frozenset({"code"}), _uscc_valid),
    Kind("uscc_invalid", frozenset({"code"}), _uscc_invalid),
    Kind("uscc_normalise", frozenset({"input"}), _uscc_normalise),
    Kind("uscc_check_char", frozenset({"first17"}), _uscc_check_char),
    Kind("uscc_policy", frozenset({"input", POLICY}), _uscc_policy),
    Kind("org_code", frozenset({"body"}), _org_code),
    Kind("resident_id", frozenset({"number"}), _resident_id),
    Kind("resident_id_form", frozenset({"number"}), _resident_id_form),
    Kind("division", frozenset({"code"}), _division),
)
