"""SM4 (GB/T 32907-2016) over whole blocks of 16 bytes, each for itself (ECB)."""

from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

Blocks = Callable[[bytes], bytes]


def encrypting(key: bytes) -> Blocks:
    """Encrypts whole blocks. Raises ``ValueError`` unless the key has 16 bytes."""
    cipher = Cipher(SM4(key), modes.ECB())

    def encrypt(blocks: bytes) -> bytes:
        step = cipher.encryptor()
        return step.update(blocks) + step.finalize()

    return encrypt


def decrypting(key: bytes) -> Blocks:
    """Decrypts whole blocks. Raises ``ValueError`` unless the key has 16 bytes."""
    cipher = Cipher(SM4(key), modes.ECB())

    def decrypt(blocks: bytes) -> bytes:
        step = cipher.decryptor()
        return step.update(blocks) + step.finalize()

    return decrypt
