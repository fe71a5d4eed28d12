"""From the bytes of a text file to its characters: UTF-8, UTF-16, Windows code pages, and UTF-8 read twice."""

from __future__ import annotations

import codecs
import re
import unicodedata

from extractors.document import ReadProblem
from extractors.legacy_detection import repair
from pipeline.readers.errors import ReadError
from pipeline.readers.legacy_text import is_vietnamese, refuse_garbled

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CODE_PAGES = ("cp1258", "cp1252")
_NUL_SHARE = 0.1  # of the bytes: only UTF-16 text has so many
_CUT_TAIL = 4  # bytes at the end that a cut download may leave of one UTF-8 character
_LOST = "\N{REPLACEMENT CHARACTER}"
_MOST_LOST = 0.01  # of the characters: more of them mean that the bytes are not UTF-8 at all
_MOJIBAKE = re.compile(r"[ÃÂÄÅÆĂ][\x80-\xbf\u0192-\u2122\xa0]|á[º»]")


def decode(data: bytes) -> str:
    """The characters of ``data`` as typed; ReadError (``empty_file``, ``garbled_text``) where none can be read."""
    text = _decode_bytes(data)
    if not text.strip():
        raise ReadError("empty_file", "Tệp không có chữ nào: hãy kiểm tra lại hoặc xin lại bản đầy đủ.")
    if _MOJIBAKE.search(text) and not is_vietnamese(text):
        text = next((repaired for repaired in unwound(text) if is_vietnamese(repaired)), text)
    repaired = repair(text)
    text = text if repaired is None else repaired.text
    refuse_garbled(unicodedata.normalize("NFC", text))
    return text


def find_lost_letters(text: str) -> tuple[ReadProblem, ...]:
    """The problem to report where bytes of the file stand for no letter (``\ufffd`` in ``text``), else nothing."""
    if _LOST not in text:
        return ()
    message = f"{text.count(_LOST)} ký tự trong tệp bị hỏng, hiện thành “{_LOST}”: hãy so với bản gốc hoặc xin lại tệp."
    return (ReadProblem("lost_letters", message),)


def _decode_bytes(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if data and data.count(0) > _NUL_SHARE * len(data):
        return data.decode("utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - _CUT_TAIL:
            return data[: error.start].decode("utf-8")
    mended = data.decode("utf-8", errors="replace")
    if mended.count(_LOST) <= _MOST_LOST * len(mended):
        return mended
    texts = [unicodedata.normalize("NFC", data.decode(page, errors="replace")) for page in _CODE_PAGES]
    return next((text for text in texts if is_vietnamese(text)), texts[-1])


def unwound(text: str) -> list[str]:
    """``text`` read as the code page that UTF-8 bytes were mistaken for (``Ná»™i`` → ``Nội``)."""
    found = []
    for page in _CODE_PAGES:
        try:
            found.append(b"".join(_byte(character, page) for character in text).decode("utf-8"))
        except UnicodeError:
            continue
    return found


def _byte(character: str, page: str) -> bytes:
    """Places that the code page leaves undefined were taken over as control characters of the same number."""
    try:
        return character.encode(page)
    except UnicodeEncodeError:
        return character.encode("latin-1")
