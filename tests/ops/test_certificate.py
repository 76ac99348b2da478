"""The certificate at the console: what it says, signs and checks; its key stays its own."""

import json
from pathlib import Path

from anhuan.base.sign import FILE, fingerprint, make_key, sign, verify
from tests.ops.program import begin, run


def test_certificate_is_signed_and_checks_until_changed(tmp_path: Path) -> None:
    begin(tmp_path)
    made = run(tmp_path, "certificate", "--json", "--pdf", str(tmp_path / "c.pdf"))
    file = tmp_path / "c.json"
    file.write_text(made.stdout, encoding="utf-8")

    sound = run(tmp_path, "certificate", "--check", str(file))
    changed = json.loads(made.stdout)
    changed["certificate"]["gaps"] = []
    file.write_text(json.dumps(changed), encoding="utf-8")
    false = run(tmp_path, "certificate", "--check", str(file))

    assert (made.returncode, sound.returncode, false.returncode) == (1, 0, 1)
    assert (tmp_path / "c.pdf").read_bytes()[:5] == b"%PDF-"


def test_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    made = [make_key(tmp_path), make_key(tmp_path)]

    assert (made, (tmp_path / FILE).stat().st_mode & 0o777) == ([True, False], 0o600)
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_signature_holds_for_its_message_alone(tmp_path: Path) -> None:
    key, signature = sign(tmp_path, b"a")

    assert (verify(key, b"a", signature), verify(key, b"b", signature)) == (True, False)
    assert verify("x", b"a", signature) is False
    assert len(fingerprint(key)) == 39
