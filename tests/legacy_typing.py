"""Types Unicode text as it was typed before Unicode, for tests of the way back."""

from __future__ import annotations

from extractors.authority import read_tsv
from extractors.legacy_encodings import Encoding


def type_in(text: str, encoding: Encoding) -> str:
    """``text`` (NFC) in ``encoding``. TCVN3 has no toned capitals: they come as the small letters of its fonts."""
    if encoding.startswith("utf8_as_"):
        page = encoding.removeprefix("utf8_as_")
        return "".join(bytes((b,)).decode(page, errors="ignore") or chr(b) for b in text.encode())
    codes: dict[str, str] = {}
    for row in read_tsv("legacy_encodings.tsv"):
        if row["encoding"] == encoding:
            typed = "".join(chr(int(code, 16)) for code in row["codes"].split())
            codes.setdefault(row["letter"], typed)
            if encoding != "viscii":
                codes.setdefault(row["letter"].upper(), typed.upper() if encoding == "vni" else typed)
    return "".join(codes.get(letter, letter) for letter in text)
