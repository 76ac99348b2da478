"""Keys for tests, each made from its name: the same key in every run."""

from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anhuan.kernel.note import Algorithm, Signer, VerifierKey

LOG = "anlan.example/log/2027"


def signer(name: str = LOG, algorithm: int = Algorithm.ED25519, seed: str = "") -> Signer:
    key = Ed25519PrivateKey.from_private_bytes(sha256((seed or name).encode()).digest())
    return Signer(VerifierKey(name, algorithm, key.public_key().public_bytes_raw()), key.sign)


def witness(name: str = "anlan.example/witness") -> Signer:
    return signer(name, Algorithm.COSIGNATURE)
