"""Policies: who counts, how many are enough, and files of another form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.checkpoint import Checkpoint, Confirmed
from anhuan.kernel.note import Note
from anhuan.kernel.policy import BadPolicy, Party, parse_policy
from tests.kernel.signing import LOG, signer, witness

FORM = "is too long, holds a control character or does not end its last line"
NAMES = ("district", "city", "province", "outside")
LINES = [f"witness {name} {witness(name).key}" for name in NAMES]
HEAD = f"log {signer().key}\n" + "\n".join(LINES) + "\n"
TWO_LEVELS = (
    f"{HEAD}group above 2 district city province\ngroup both all above outside\nquorum both\n"
)


def seen_by(*names: str) -> Confirmed:
    head = Checkpoint(LOG, 1, b"r" * 32)
    return Confirmed(head, Note(str(head), ()), {witness(name).key: 1 for name in names})


@pytest.mark.parametrize(
    ("names", "enough"),
    [
        ((), False),
        (("outside",), False),
        (("district", "outside"), False),
        (("district", "city"), False),
        (("district", "city", "outside"), True),
        (("city", "province", "outside"), True),
        (NAMES, True),
    ],
)
def test_quorum_of_groups_is_counted(names: tuple[str, ...], enough: bool) -> None:
    assert parse_policy(TWO_LEVELS.encode()).enough(seen_by(*names)) is enough


@pytest.mark.parametrize(
    ("end", "names", "enough"),
    [
        ("quorum none", (), True),
        ("quorum city", (), False),
        ("quorum city", ("district",), False),
        ("quorum city", ("city",), True),
        ("group one any city outside\nquorum one", ("outside",), True),
        ("group one all city outside\nquorum one", ("outside",), False),
        ("group one 1 none-such city\nquorum one", ("city",), None),
    ],
)
def test_quorum_of_one_kind_is_counted(
    end: str, names: tuple[str, ...], enough: bool | None
) -> None:
    raw = f"{HEAD}{end}\n".encode()
    if enough is None:
        with pytest.raises(BadPolicy):
            parse_policy(raw)
        return

    assert parse_policy(raw).enough(seen_by(*names)) is enough


def test_key_of_another_witness_under_a_known_name_does_not_count() -> None:
    policy = parse_policy(f"{HEAD}quorum city\n".encode())
    other = Confirmed(
        seen_by().checkpoint, seen_by().note, {signer("city", 4, seed="another").key: 1}
    )

    assert not policy.enough(other)


def test_policy_gives_keys_and_addresses_of_its_parties() -> None:
    raw = (
        f"  # 注释\n\n log\t{signer().key}  https://{LOG} \nwitness 市 {witness().key} https://w\n"
        "quorum 市\n"
    )

    policy = parse_policy(raw.encode())

    assert policy.logs == (Party(signer().key, f"https://{LOG}"),)
    assert policy.witnesses == {"市": Party(witness().key, "https://w")}
    assert (policy.log_keys(), policy.witness_keys()) == ((signer().key,), (witness().key,))


def test_names_are_bytes_not_letters() -> None:
    raw = f"witness \\ {witness().key}\nquorum \\\n".encode().replace(b"\\", b"\xff\xfe")

    assert list(parse_policy(raw).witnesses) == ["\udcff\udcfe"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", FORM),
        ("quorum none", FORM),
        ("quorum none\r\n", FORM),
        ("# \x7f\nquorum none\n", FORM),
        ("\n", "has no quorum"),
        ("other\n", "line 1: begins with none of log, witness, group, quorum"),
        ("quorum none\nquorum none\n", "line 2: there is one quorum, one name"),
        ("quorum\n", "line 1: there is one quorum, one name"),
        ("quorum city\n", "line 1: the quorum is not defined before"),
        ("log\n", "line 1: a key and at most one address are needed"),
        ("log a+b+c\n", "line 1: is no verifier key"),
        (f"log {signer().key} a b\n", "line 1: a key and at most one address are needed"),
        (f"log {witness().key}\n", "line 1: the key is not of type 01"),
        (f"witness a {signer().key}\n", "line 1: the key is not of type 04"),
        (f"witness none {witness().key}\n", "line 1: a name is missing, taken or none"),
        ("witness\n", "line 1: a name is missing, taken or none"),
        (f"{LINES[0]}\n{LINES[0]}\n", "line 2: a name is missing, taken or none"),
        (
            f"{LINES[0]}\nwitness other {witness('district').key}\n",
            "line 2: the same key stands twice",
        ),
        (f"log {signer().key}\nlog {signer().key}\n", "line 2: the same key stands twice"),
        ("group a all\n", "line 1: a group has a name, a number and members"),
        ("group a all b\n", "line 1: a member is unknown here, or a member twice"),
        ("group a all none\n", "line 1: a member is unknown here, or a member twice"),
        ("group a all a\n", "line 1: a member is unknown here, or a member twice"),
        (
            f"{LINES[0]}\ngroup a all district district\n",
            "line 2: a member is unknown here, or a member twice",
        ),
        (
            f"{LINES[0]}\ngroup a all district\ngroup b all district\n",
            "line 3: a member is unknown here, or a member twice",
        ),
        *(
            (
                f"{LINES[0]}\ngroup a {needed} district\n",
                "line 2: a group needs all, any or a number of its members",
            )
            for needed in ("0", "2", "01", "-1", "١", "some")
        ),
    ],
)
def test_policy_of_another_form_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(BadPolicy) as refused:
        parse_policy(text.encode())

    assert str(refused.value) == why


def test_policy_of_many_parties_is_read() -> None:
    lines = [f"witness w{n} {witness(f'w{n}').key}" for n in range(32)]
    groups = [f"group g{n} any w{n}" for n in range(32)]

    policy = parse_policy("\n".join([*lines, *groups, "quorum g31", ""]).encode())

    assert policy.enough(seen_by("w31")) is True
    assert policy.enough(seen_by("w30")) is False


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: f"group {text}\n".encode()))
def test_any_policy_is_read_or_refused(raw: bytes) -> None:
    try:
        policy = parse_policy(raw)
    except BadPolicy:
        return

    assert policy.quorum == "none"
