"""A saved mail (.eml) as files: what is attached, and the letter itself."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message, MIMEPart

from pipeline.member_names import readable_name

BODY_NAME = "nội dung thư"
_SIGNATURE_PICTURE = 30_000  # bytes: a smaller picture that the letter shows is a logo
_MOST_NESTED = 20  # messages inside one another that are looked into


def mail_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The letter (``nội dung thư.txt`` or ``.html``) and the attachments of a mail, with their names.

    A mail inside the mail is an attachment ``….eml``. Small pictures that the letter shows (logos) are left out.
    """
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage):
        return
    body = message.get_body(("plain", "html"))
    if body is not None and (content := _content(body)).strip():
        yield BODY_NAME + (".html" if body.get_content_subtype() == "html" else ".txt"), content
    for number, part in enumerate(_leaves(message), 1):
        if part is body or _is_version_of_letter(part) or _is_logo(part):
            continue
        name = _name(part, number)
        content = _content(part)
        if content:
            yield name, content


def _leaves(message: Message, depth: int = 0) -> Iterator[EmailMessage]:
    """The parts that hold content, in order; a forwarded mail is one of them."""
    if message.get_content_maintype() == "multipart" and depth < _MOST_NESTED:
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _leaves(part, depth + 1)
    elif isinstance(message, EmailMessage):
        yield message


def _content(part: MIMEPart) -> bytes:
    if part.get_content_maintype() == "message":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner and isinstance(inner[0], Message) else b""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset()
    if part.get_filename() or part.get_content_maintype() != "text" or not charset:
        return data
    try:  # the letter says its encoding in a header that a file of its own does not have
        return data.decode(charset).encode("utf-8")
    except (LookupError, UnicodeDecodeError):
        return data


def _is_version_of_letter(part: EmailMessage) -> bool:
    """The letter once more in another form (HTML beside plain text)."""
    return (
        part.get_content_type() in ("text/plain", "text/html")
        and not part.get_filename()
        and part.get_content_disposition() != "attachment"
    )


def _is_logo(part: EmailMessage) -> bool:
    is_shown = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
    return is_shown and part.get_content_maintype() == "image" and len(_content(part)) < _SIGNATURE_PICTURE


def _name(part: EmailMessage, number: int) -> str:
    stated = part.get_filename()
    if stated and stated.strip():
        return readable_name(stated.strip()).replace("/", "_").replace("\\", "_")
    if part.get_content_maintype() == "message":
        return f"thư kèm theo {number}.eml"
    return f"tệp đính kèm {number}{mimetypes.guess_extension(part.get_content_type()) or ''}"
