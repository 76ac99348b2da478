"""Keys of the record: from files, never made unseen; a signature checked as bytes."""

from base64 import b64encode
from pathlib import Path

import pytest

from anhuan.base.sign import NoKey, holds, key_in, make_key, sign

# RFC 8032 §7.1, test 2
SECRET = "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"
PUBLIC = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
SIGNATURE = (
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
)


def test_key_of_a_file_signs_as_the_rfc_lists_it(tmp_path: Path) -> None:
    file = tmp_path / "log-key"
    file.write_bytes(b64encode(bytes.fromhex(SECRET)))

    public, signs = key_in(file)

    assert (public.hex(), signs(b"\x72").hex()) == (PUBLIC, SIGNATURE)


def test_each_key_has_its_file(tmp_path: Path) -> None:
    made = [make_key(tmp_path), make_key(tmp_path, "log-key"), make_key(tmp_path, "log-key")]

    assert made == [True, True, False]
    assert (tmp_path / "log-key").stat().st_mode & 0o777 == 0o600
    assert b64encode(key_in(tmp_path / "log-key")[0]).decode() != sign(tmp_path, b"")[0]


@pytest.mark.parametrize("content", [None, b"", b"no key", b64encode(b"short")])
def test_file_without_a_key_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "log-key"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(NoKey):
        key_in(file)
    assert file.exists() is (content is not None)


@pytest.mark.parametrize(
    ("key", "message", "signature"),
    [
        (PUBLIC, b"\x73", SIGNATURE),
        (PUBLIC, b"\x72", SIGNATURE[:-2]),
        (PUBLIC, b"\x72", ""),
        (PUBLIC[:-2], b"\x72", SIGNATURE),
        ("", b"\x72", SIGNATURE),
        ("ff" * 32, b"\x72", SIGNATURE),
    ],
)
def test_signature_that_does_not_hold_is_said_so(key: str, message: bytes, signature: str) -> None:
    assert holds(bytes.fromhex(PUBLIC), b"\x72", bytes.fromhex(SIGNATURE))
    assert not holds(bytes.fromhex(key), message, bytes.fromhex(signature))
