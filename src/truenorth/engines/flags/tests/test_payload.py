import base64

import pytest

from truenorth.engines.flags import PayloadUnreadable, decrypt_payload


def sealed(ciphertext: str, secret: str) -> tuple[str, str]:
    parts = [base64.b64encode(bytes.fromhex(one)).decode() for one in ("00" * 16, ciphertext)]
    return ".".join(parts), base64.b64encode(bytes.fromhex(secret)).decode()


@pytest.mark.parametrize(
    ("ciphertext", "secret"),
    [
        ("954f64f2e4e86e9eee82d20216684899", "000102030405060708090a0b0c0d0e0f"),
        ("3fe7286abde5f03943d5777020259626", "000102030405060708090a0b0c0d0e0f1011121314151617"),
        ("9f3b7504926f8bd36e3118e903a4cd4a", "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"),
    ],
)
def test_a_block_of_padding_alone_is_an_empty_text(ciphertext: str, secret: str) -> None:
    assert decrypt_payload(*sealed(ciphertext, secret)) == ""


@pytest.mark.parametrize(
    ("payload", "key", "field"),
    [
        ("no point", "AAECAwQFBgcICQoLDA0ODw==", "payload"),
        ("AAAA.AAAA", "AAECAwQFBgcICQoLDA0ODw==", "payload"),
        ("AAAAAAAAAAAAAAAAAAAAAA==.", "AAECAwQFBgcICQoLDA0ODw==", "payload"),
        ("AAAAAAAAAAAAAAAAAAAAAA==.AAAAAAAAAAAAAAAAAAAAAA==", "AAEC", "key"),
        ("AAAAAAAAAAAAAAAAAAAAAA==.AAAAAAAAAAAAAAAAAAAAAA==", "!", "key"),
    ],
)
def test_what_cannot_be_opened_is_refused_by_name(payload: str, key: str, field: str) -> None:
    with pytest.raises(PayloadUnreadable) as refused:
        decrypt_payload(payload, key)
    assert refused.value.field == field
