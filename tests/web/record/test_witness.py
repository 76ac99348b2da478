"""This node confirms what continues what it has seen, and keeps what contradicts it."""

from hashlib import sha256

import pytest

from anhuan.base.sign import holds
from anhuan.kernel.checkpoint import Checkpoint, open_checkpoint
from anhuan.kernel.merkle import consistency_proof, leaf_hash, over, root
from anhuan.kernel.note import Note, base64_of
from anhuan.ledger import keys, shelf
from anhuan.ledger.models import Contradiction, Watched
from anhuan.ledger.sequencer import Sequencer
from anhuan.ledger.services import ask, watch
from anhuan.ledger.witnesses import cosign, largest
from tests.web.record.conftest import AT, BASE, ORIGIN

LEAVES = [leaf_hash(str(n).encode()) for n in range(10)]
OTHER = [*LEAVES[:4], *[leaf_hash(b"rewritten")] * 6]
NAME = f"{BASE}/witness"


@pytest.fixture
def watched(db, tmp_path, settings):
    """The keys of a log that this node watches."""
    settings.DATA_DIR, settings.LOG_BASE = tmp_path, BASE
    keys.made_at_first()
    (signer,) = keys.signers("street.example/log/2026")
    watch(keys=[str(signer.key)])
    return signer


def request(signer, leaves, size, old=0, proof=None):
    checkpoint = Checkpoint(signer.key.name, size, root(leaves[:size]))
    note = Note(str(checkpoint), (signer.signature(str(checkpoint)),))
    if proof is None:
        proof = consistency_proof(old, size, over(leaves[:size])) if 0 < old < size else []
    lines = [f"old {old}", *map(base64_of, proof)]
    return "\n".join(lines).encode() + b"\n\n" + bytes(note)


def sent(client, body):
    return client.post("/witness/add-checkpoint", body, content_type="text/plain")


def test_log_that_grows_is_confirmed_step_by_step(client, watched):
    answers = [
        sent(client, request(watched, LEAVES, 4)),
        sent(client, request(watched, LEAVES, 10, old=4)),
        sent(client, request(watched, LEAVES, 10, old=10)),
    ]

    assert [each.status_code for each in answers] == [200, 200, 200]
    assert Watched.objects.get().size == 10
    line = answers[1].content.decode()
    assert line.startswith(f"\N{EM DASH} {NAME} ")


def test_confirmation_holds_and_is_given_out_again(client, watched):
    body = request(watched, LEAVES, 4)
    note = body.partition(b"\n\n")[2] + sent(client, body).content
    name = sha256(watched.key.name.encode()).hexdigest()

    found = open_checkpoint(note, [watched.key], [keys.witness(NAME).key], holds)

    assert [key.name for key in found.seen] == [NAME]
    assert client.get(f"/witness/{name}/checkpoint").content in note
    assert client.get(f"/witness/{'0' * 64}/checkpoint").status_code == 404


@pytest.mark.parametrize(
    ("made", "status"),
    [
        (lambda signer: request(signer, LEAVES, 10, old=3), 409),
        (lambda signer: request(signer, LEAVES, 10, old=4, proof=[]), 422),
        (lambda signer: request(signer, LEAVES, 3, old=4), 400),
        (lambda signer: b"old 0\n\nnothing", 400),
        (lambda signer: b"", 400),
        (lambda signer: b"old 0\n\n" + b"a" * 70_000, 400),
    ],
)
def test_request_that_does_not_continue_is_refused(client, watched, made, status):
    sent(client, request(watched, LEAVES, 4))

    answer = sent(client, made(watched))

    assert answer.status_code == status
    assert Watched.objects.get().size == 4


def test_log_that_is_not_watched_is_unknown(client, watched):
    (stranger,) = keys.signers("elsewhere.example/log/2026")

    assert sent(client, request(stranger, LEAVES, 4)).status_code == 404


def test_rewritten_log_signed_with_the_right_key_is_refused_and_kept(client, watched):
    sent(client, request(watched, LEAVES, 10))
    forged = request(watched, OTHER, 10, old=10)

    answers = [sent(client, forged), sent(client, forged)]

    assert [each.status_code for each in answers] == [422, 422]
    kept = Contradiction.objects.get()
    assert (kept.kind, bytes(kept.request)) == ("fork", forged)
    assert kept.known.startswith("street.example/log/2026\n10\n")


@pytest.mark.django_db(transaction=True)
def test_own_checkpoint_carries_the_confirmation_of_a_witness(live_server, written, settings):
    ask(key=str(keys.witness(NAME).key), url=f"{live_server.url}/witness")
    watch(keys=[str(keys.signers(ORIGIN)[0].key)])
    written(3)
    with Sequencer(signers=keys.signers, base=BASE, cosign=cosign, largest=largest) as one:
        one.confirm(AT)
        written_note = shelf.checkpoint(2026)

    own = keys.signers(ORIGIN)[0].key
    found = open_checkpoint(written_note, [own], [keys.witness(NAME).key], holds)
    assert (found.checkpoint.size, [key.name for key in found.seen]) == (3, [NAME])
    assert [each.splitlines()[1] for each in largest(ORIGIN)] == [b"3"]
