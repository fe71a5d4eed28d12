"""The line that names the type of a document, ``KẾ HOẠCH``: its tên loại (Nghị định 30/2020/NĐ-CP, Điều 8)."""

from __future__ import annotations

import re

from extractors.text import clean

_TYPES = (
    r"KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|CHƯƠNG TRÌNH(?: HÀNH ĐỘNG| CÔNG TÁC)?|THÔNG BÁO|BÁO CÁO|"
    r"NGHỊ QUYẾT|NGHỊ ĐỊNH|THÔNG TƯ|LUẬT|"
    r"TỜ TRÌNH|CÔNG ĐIỆN|HƯỚNG DẪN|GIẤY MỜI(?: HỌP)?|ĐỀ ÁN|PHƯƠNG ÁN|QUY CHẾ|QUY ĐỊNH|KẾT LUẬN|DỰ ÁN|"
    r"BIÊN BẢN|HỢP ĐỒNG|NỘI QUY|ĐIỀU LỆ|"
    r"LỊCH (?:CÔNG TÁC|LÀM VIỆC|TIẾP CÔNG DÂN)"
)
_TYPE_LINE = re.compile(rf"(?P<type>{_TYPES})(?P<mark>\s*[:.]?\s*\d{{0,2}}$)?")


def find_type(words: str, *, set_off: bool = False) -> tuple[str, str] | None:
    """Type and the rest of a type line: (``KẾ HOẠCH``, ``""``); None for any other line.

    ``set_off`` (bold or centred): the title may stand on the same line (``KẾ HOẠCH Cải cách hành chính năm 2023``).
    """
    words = clean(words)
    match = _TYPE_LINE.match(words)
    if match is None:
        return None
    if match["mark"] is not None:
        return match["type"], ""
    rest = words[match.end() :]
    return (match["type"], rest.strip()) if set_off and rest[0] == " " and len(words) < 300 else None
