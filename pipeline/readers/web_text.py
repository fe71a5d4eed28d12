"""From the bytes of a saved page to its HTML: the encoding by mark, by letters, by what the page says of itself.

A web archive (``.mht``, ``.mhtml``: the whole page as a mail, RFC 2557) is opened first.
"""

from __future__ import annotations

import codecs
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from pipeline.readers.errors import ReadError
from pipeline.readers.legacy_text import is_vietnamese
from pipeline.readers.text_decoding import unwound

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD_BYTES = 8192
_STATED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,40})|encoding\s*=\s*[\"']([\w-]{2,40})", re.IGNORECASE)
_FALLBACKS = ("cp1258", "cp1252")
_MOST_LOST = 0.01  # of the characters: more of them mean that the bytes are not UTF-8
_NOT_WORDS = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|&[#\w]+;", re.IGNORECASE | re.DOTALL)
_MAIL = re.compile(rb"\A(?:[\w-]+:[^\n]*\n|[ \t][^\n]*\n)*?(?:mime-version|content-type)\s*:", re.IGNORECASE)
_NO_PAGE = "Tệp lưu trữ trang web không chứa trang nào đọc được: hãy mở trang bằng trình duyệt và lưu lại dạng HTML."


def read_page_source(data: bytes) -> str:
    """The HTML of a saved page or web archive. Raises ReadError (broken_file) where an archive holds no page."""
    if not _MAIL.match(data.lstrip()[:_HEAD_BYTES]):
        return decode_page(data)
    message = message_from_bytes(data.lstrip(), policy=policy.default)
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    for part in sorted(pages, key=lambda part: not _is_root(message, part)):
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            return decode_page(content, part.get_content_charset())
    raise ReadError("broken_file", _NO_PAGE)


def decode_page(data: bytes, stated: str | None = None) -> str:
    """The characters of a page. ``stated``: the encoding that a mail header names; a page's own word counts less.

    UTF-8 is tried before what the page says: a page that was saved again keeps its old ``<meta charset>``.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return _mended(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    named = _STATED.search(data[:_HEAD_BYTES])
    own = (named[1] or named[2]).decode("ascii") if named else None
    candidates = [name for name in (stated, own, *_FALLBACKS) if name and _is_known(name)]
    texts = [data.decode(name, errors="replace") for name in ("utf-8", *candidates)]
    readable = [text for text in texts if is_vietnamese(_visible(text)) and _lost(_visible(text)) <= _MOST_LOST]
    # Letters from before Unicode (TCVN3, VNI) are typed in the page's own code page, and repaired in its words.
    return readable[0] if readable else texts[1] if stated or own else texts[-1]


def _mended(text: str) -> str:
    """UTF-8 that was once read as a code page and saved again (``Ná»™i vá»¥``) put right."""
    if is_vietnamese(_visible(text)):
        return text
    return next((found for found in unwound(text) if is_vietnamese(_visible(found))), text)


def _visible(text: str) -> str:
    return _NOT_WORDS.sub(" ", text)


def _lost(text: str) -> float:
    return text.count("\N{REPLACEMENT CHARACTER}") / max(1, len(text))


def _is_known(name: str) -> bool:
    try:
        return codecs.lookup(name).name not in ("utf-8", "unicode_escape", "raw_unicode_escape", "idna", "punycode")
    except LookupError:
        return False


def _is_root(message: EmailMessage, part: EmailMessage) -> bool:
    """The part that the archive names as its page, else the first one."""
    place = message.get("Snapshot-Content-Location")
    return place is not None and part.get("Content-Location") == place
