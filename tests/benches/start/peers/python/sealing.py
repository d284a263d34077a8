"""Codes and tokens, read without a table."""

import base64
import hashlib
import hmac
import os
import re
import zlib

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {symbol: value for value, symbol in enumerate(SYMBOLS)}
# Look-alikes are digits; spaces and dashes do not count.
AS_TYPED = str.maketrans({"O": "0", "I": "1", "L": "1", " ": None, "-": None})
TOKEN = re.compile(r"Bearer (cds_[\w-]+)", re.IGNORECASE | re.ASCII)


def base32(number, count):
    return "".join(SYMBOLS[number >> 5 * place & 31] for place in reversed(range(count)))


def mac(key, *parts):
    told = b"".join(len(part).to_bytes(8, "big") + part for part in parts)
    return hmac.digest(key, told, "sha256")


def key_of_codes(root):
    """The key of codes, of the root key in hexadecimal digits."""
    return mac(bytes.fromhex(root.strip()), b"codriver", b"codes", b"mac")


def bits(key, label, number, count):
    return int.from_bytes(mac(key, label, number.to_bytes(8, "big"))[:8], "big") >> 64 - count


def payload(typed):
    """The 95 bits of a code as it was typed; none if it was mistyped."""
    values = [VALUES.get(symbol) for symbol in typed.upper().translate(AS_TYPED)]
    if len(values) != 20 or None in values:
        return None
    # The check: a sum over GF(32) by Horner's rule.
    code = check = 0
    for value in values:
        check = (check << 1 ^ 37 if check & 16 else check << 1) ^ value
        code = code << 5 | value
    return code >> 5 if check == 0 else None


def unseal(key, code):
    """The batch's number and the code's place in it; none for a code that nobody made."""
    tag = code >> 50
    numbers = code & (1 << 50) - 1 ^ bits(key, b"stream", tag, 50)
    right = bits(key, b"tag", numbers, 45).to_bytes(8, "big")
    if not hmac.compare_digest(right, tag.to_bytes(8, "big")):
        return None
    return base32(numbers >> 20, 6), numbers & 0xFFFFF


def identifier(prefix, now):
    """A new identifier."""
    ulid = int(now * 1000) << 80 | int.from_bytes(os.urandom(10), "big")
    return f"{prefix}_{base32(ulid, 26)}"


def session(header):
    """Whose token it is, and its hash; none for what is no token."""
    token = TOKEN.fullmatch(header or "")
    if not token:
        return None
    token = token[1]
    try:
        decoded = base64.urlsafe_b64decode(token[4:] + "=" * (-len(token[4:]) % 4))
    except ValueError:
        return None
    told, checksum = decoded[:-4], decoded[-4:]
    if len(told) != 48 or zlib.crc32(b"cds_" + told).to_bytes(4, "little") != checksum:
        return None
    person = base32(int.from_bytes(told[:16], "big"), 26)
    return f"per_{person}", hashlib.sha256(token.encode()).hexdigest()
