"""Text that lies about its letters: TCVN3, VNI and other codes from before Unicode, bytes read with a wrong table."""

from __future__ import annotations

from pipeline.readers.errors import ReadError

_FEWEST_LETTERS = 200  # below that, a share says little: a page of numbers and names is not garbled
_LEAST_SHARE = 0.5


def is_vietnamese(text: str) -> bool:
    """Whether most words of ``text`` can be Vietnamese syllables."""
    from extractors.syllables import vietnamese_share  # the list is loaded on first use

    return vietnamese_share(text) >= _LEAST_SHARE


def refuse_garbled(text: str) -> None:
    """Raise ReadError where a text of some length is not readable Vietnamese."""
    if sum(c.isalpha() for c in text) >= _FEWEST_LETTERS and not is_vietnamese(text):
        raise ReadError(
            "garbled_text",
            "Chữ trong tệp không đọc được thành tiếng Việt, có thể dùng phông cũ (.VnTime, VNI): "
            "hãy đổi sang Unicode bằng Unikey hoặc Word, lưu lại rồi nhập lại.",
        )
