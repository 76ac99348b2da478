"""Runs a file of test vectors against the program: ``python -m anhuan.ops.vectors FILE``.

Exit code: 0 all run cases passed, 1 at least one failed, 2 the file cannot be used.
"""

import json
import sys
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn, TextIO

from anhuan.ops.vector_kinds import air, calendar, codes, hazard, hj212, tlog
from anhuan.ops.vector_kinds.verdict import Case, Kind, Mismatch, Verdict, judge

REGISTRY: tuple[Kind, ...] = (
    *codes.KINDS,
    *calendar.KINDS,
    *tlog.KINDS,
    *air.KINDS,
    *hazard.KINDS,
    *hj212.KINDS,
)


class BadVectors(Exception):
    """The file is no vector file; the message says why in one line."""


def run_vectors(path: Path, out: TextIO) -> int:
    """Run every case of the file; write failures, kinds not built, and the count, to ``out``.

    Returns 0, 1 (a case failed) or 2 (file missing, not JSON, not a vector file).
    """
    try:
        cases = read_cases(path)
    except BadVectors as bad:
        print(f"{path}: {bad}", file=out)
        return 2
    failed = skipped = 0
    not_built: Counter[str] = Counter()
    for case in cases:
        verdict = run_case(case)
        if verdict is None:
            not_built[case["kind"]] += 1
            skipped += 1
            continue
        _report(case, verdict, out)
        failed += bool(verdict.mismatches)
    for kind, count in not_built.items():
        print(f"not built: {kind} ({count})", file=out)
    print(f"{len(cases) - failed - skipped} passed, {failed} failed, {skipped} skipped", file=out)
    return 1 if failed else 0


def read_cases(path: Path) -> list[Case]:
    """The cases of a vector file, in order. Raises ``BadVectors``."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadVectors(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadVectors("is not UTF-8 text") from error
    try:
        data = json.loads(text, parse_float=Decimal, parse_constant=_no_such_number)
    except (ValueError, RecursionError) as error:
        raise BadVectors(f"is not JSON: {error}") from error
    return _cases_of(data)


def _no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _cases_of(data: Any) -> list[Case]:
    cases = data.get("open") if isinstance(data, Mapping) else None
    if not isinstance(cases, list):
        raise BadVectors('has no list "open" of cases')
    for place, case in enumerate(cases, start=1):
        if not isinstance(case, Mapping):
            raise BadVectors(f"case {place} is not an object")
        for key in ("id", "kind"):
            if not isinstance(case.get(key), str):
                raise BadVectors(f'case {place} has no text "{key}"')
    return cases


def run_case(case: Case) -> Verdict | None:
    """The verdict on one case; None if its kind is not built."""
    named = [kind for kind in REGISTRY if kind.name == case["kind"]]
    if not named:
        return None
    kind = next((k for k in named if k.needs <= case.keys()), None)
    if kind is None:
        missing = ", ".join(sorted(named[0].needs - case.keys()))
        return Verdict((Mismatch("case", "its inputs", f"no {missing}"),))
    try:
        return judge(case, kind.check(case))
    # a case the program cannot take is a failed case, and the others still run
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        return Verdict((Mismatch("case", "a result", f"{type(error).__name__}: {error}"),))


def _report(case: Case, verdict: Verdict, out: TextIO) -> None:
    if verdict.note and not verdict.mismatches:
        print(f"{case['id']}: {verdict.note}", file=out)
    for wrong in verdict.mismatches:
        expected, got = _shown(wrong.expected), _shown(wrong.got)
        print(f"FAILED {case['id']} {wrong.key}: expected {expected}, got {got}", file=out)


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str, sort_keys=True)


def main(arguments: list[str]) -> int:
    """Command line: exactly one file."""
    if len(arguments) != 1:
        print("usage: python -m anhuan.ops.vectors FILE", file=sys.stderr)
        return 2
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    return run_vectors(Path(arguments[0]), sys.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
