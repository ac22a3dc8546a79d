"""Rule sets that were encrypted on their way: AES in CBC mode, as GrowthBook's clients read them.

For payloads that every client may read with a key that every client has: plain Python, not made to withstand
measurements of its running time.
"""

import base64
import binascii

from truenorth.engines.flags.errors import FlagRefused

_BLOCK = 16


class PayloadUnreadable(FlagRefused):
    """The payload or its key is damaged, or they do not belong together."""


def decrypt_payload(payload: str, key: str) -> str:
    """The text of `iv.ciphertext`, both in base64, under a base64 key of 16, 24 or 32 bytes.

    Raises PayloadUnreadable. Source of the cipher: FIPS 197; of the mode and padding: NIST SP 800-38A, RFC 5652.

    >>> decrypt_payload("AAAAAAAAAAAAAAAAAAAAAA==.GDrGYQtmd248b+q0eW/ktw==", "AAECAwQFBgcICQoLDA0ODw==")
    'beta'
    """
    parts = payload.split(".")
    if len(parts) != 2:
        raise PayloadUnreadable("must be two parts with a point between", path="payload")
    start, data = (_bytes(part, "payload") for part in parts)
    secret = _bytes(key, "key")
    if len(secret) not in {16, 24, 32}:
        raise PayloadUnreadable("must have 16, 24 or 32 bytes", path="key")
    if len(start) != _BLOCK or not data or len(data) % _BLOCK:
        raise PayloadUnreadable("must consist of whole blocks", path="payload")
    return _text(_unchain(data, start, _round_keys(secret)))


def _bytes(text: str, path: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as broken:
        raise PayloadUnreadable("is not base64", path=path) from broken


def _text(padded: bytes) -> str:
    length = padded[-1]
    if not 1 <= length <= _BLOCK or padded[-length:] != bytes([length]) * length:
        raise PayloadUnreadable("does not open with this key", path="payload")
    try:
        return padded[:-length].decode()
    except UnicodeDecodeError as broken:
        raise PayloadUnreadable("does not open with this key", path="payload") from broken


def _double(byte: int) -> int:
    return ((byte << 1) ^ 0x11B) & 0xFF if byte & 0x80 else byte << 1


def _multiply(one: int, other: int) -> int:
    """Product in the field of 256 elements."""
    total = 0
    while other:
        total ^= one if other & 1 else 0
        one, other = _double(one), other >> 1
    return total


def _substitution() -> tuple[bytes, bytes]:
    """The S-box and its inverse, from their definition."""
    forward = bytearray(256)
    for byte in range(256):
        inverse = next((x for x in range(1, 256) if byte and _multiply(byte, x) == 1), 0)
        rotated = inverse * 0x101
        mixed = inverse ^ (rotated >> 7) ^ (rotated >> 6) ^ (rotated >> 5) ^ (rotated >> 4)
        forward[byte] = (mixed & 0xFF) ^ 0x63
    backward = bytearray(256)
    for byte, image in enumerate(forward):
        backward[image] = byte
    return bytes(forward), bytes(backward)


_FORWARD, _BACKWARD = _substitution()
_BY = {factor: bytes(_multiply(byte, factor) for byte in range(256)) for factor in (9, 11, 13, 14)}


def _round_keys(secret: bytes) -> list[bytes]:
    size = len(secret) // 4
    words = [secret[place : place + 4] for place in range(0, len(secret), 4)]
    constant = 1
    while len(words) < 4 * (size + 7):
        word = words[-1]
        if len(words) % size == 0:
            word = bytes(_FORWARD[byte] for byte in word[1:] + word[:1])
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _double(constant)
        elif size > 6 and len(words) % size == 4:
            word = bytes(_FORWARD[byte] for byte in word)
        words.append(_xor(words[-size], word))
    return [b"".join(words[place : place + 4]) for place in range(0, len(words), 4)]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


_ROWS_BACK = bytes((column * 4 + row - 4 * row) % 16 for column in range(4) for row in range(4))


def _block(data: bytes, keys: list[bytes]) -> bytes:
    """One block, decrypted: the rounds of the cipher backwards."""
    state = _xor(data, keys[-1])
    for number in range(len(keys) - 2, -1, -1):
        state = bytes(_BACKWARD[state[place]] for place in _ROWS_BACK)
        state = _xor(state, keys[number])
        if number:
            state = b"".join(_unmix(state[place : place + 4]) for place in range(0, _BLOCK, 4))
    return state


def _unmix(column: bytes) -> bytes:
    nine, eleven, thirteen, fourteen = (_BY[factor] for factor in (9, 11, 13, 14))
    a, b, c, d = column
    return bytes(
        fourteen[w] ^ eleven[x] ^ thirteen[y] ^ nine[z]
        for w, x, y, z in ((a, b, c, d), (b, c, d, a), (c, d, a, b), (d, a, b, c))
    )


def _unchain(data: bytes, start: bytes, keys: list[bytes]) -> bytes:
    blocks = [data[place : place + _BLOCK] for place in range(0, len(data), _BLOCK)]
    before = [start, *blocks[:-1]]
    return b"".join(_xor(_block(block, keys), chain) for block, chain in zip(blocks, before, strict=True))
