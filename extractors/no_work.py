"""Items of an assigning place that order nothing: who is in a body, what an event is about, which rulings there are."""

from __future__ import annotations

import re
from collections.abc import Callable

from extractors.assignments import Assignment
from extractors.head_lines import is_motto, is_title
from extractors.text import compare_key

# "Ông Nguyễn Văn A, Giám đốc Sở Nội vụ - Tổ trưởng;": who is in a body, not what is to be done.
_PERSON = re.compile(
    r"(?:Ông|Bà|Đồng\s+chí|Đ/c|Các\s+(?:ông|bà|đồng\s+chí))[:\s]+(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*\s*){2,5}[,;–-](?![^.;]*(?:phụ\s+trách|trách\s+nhiệm|chủ\s+trì|trực\s+tiếp|theo\s+dõi|chỉ\s+đạo|đôn\s+đốc|"
    r"tham\s+mưu|tổng\s+hợp|kiểm\s+tra|hướng\s+dẫn|báo\s+cáo))[^:.;,]{3,120}[.;]?"
)
# "Chủ trì thẩm tra kết cấu: Ông Nguyễn Văn A, kỹ sư; chứng chỉ hành nghề số …": who is qualified for what.
_QUALIFIED = re.compile(r"\b(?:[Ôô]ng|[Bb]à)\s+[A-ZĐÀ-Ỹ].{3,120}\b[Cc]hứng\s+chỉ\s+hành\s+nghề\b", re.DOTALL)
# "4. Nội dung kiểm tra: Quy định tại Điều 9 …": of what an event is, beside its time and place.
_CONTENT = re.compile(
    r"Nội\s+dung\b[^:;.]{0,60}?(?::\s*|\s)(?:[Qq]uy\s+định\s+tại|[Tt]heo\s+quy\s+định|phù\s+hợp\s+với)\b"
)
# "2. Chánh Văn phòng, … chịu trách nhiệm thi hành Quyết định này", "Chỉ thị có hiệu lực …": the decision on itself.
_ENFORCED = re.compile(
    r"chịu\s+trách\s+nhiệm\s+thi\s+hành\s+(?:Quyết\s+định|Chỉ\s+thị|Nghị\s+quyết|Thông\s+tư|Kế\s+hoạch)\b"
    r"|^(?:Quyết\s+định|Chỉ\s+thị|Nghị\s+quyết|Thông\s+tư|Kế\s+hoạch)(?:\s+này)?\s+có\s+hiệu\s+lực"
)
# "- Nghị định số 24/2026/NĐ-CP ngày … của Chính phủ quy định …": a list of documents, not of work.
_RULING = re.compile(
    r"(?:Luật|Bộ\s+luật|Pháp\s+lệnh|Nghị\s+định|Thông\s+tư(?:\s+liên\s+tịch)?|Nghị\s+quyết)\s[^:;]{0,80}?\bsố\s+\d+/[^:]*"
)
# "(*) Hiện trạng tính đến ngày 31/12/2025", "Tiến độ cập nhật đến …": of when the figures of the table above are.
_AS_OF = re.compile(
    r"(?:\(?\*+\)?\s*)?(?:Các\s+)?(?:[Hh]iện\s+trạng|[Tt]iến\s+độ|[Tt]rạng\s+thái|[Ss]ố\s+liệu|[Kk]ết\s+quả|[Tt]hông\s+tin|[Dd]ữ\s+liệu)\b"
    r"[^.;]{0,60}\b(?:tính|cập\s+nhật|tổng\s+hợp|thống\s+kê|lấy)\s+(?:đến|tại|từ|hết|theo)\b"
)
# "Công ty A được Sở B cấp giấy chứng nhận", "Sở A đã lấy ý kiến", "Sở A từ chối thẩm định": what was or is so.
_STATES = re.compile(
    r"\s*,?\s*(?:được(?!\s+giao)|bị|đã|đang|không|chưa|từ\s+chối|nhận\s+thấy|nhận\s+được|thống\s+nhất\s+với|sẽ)\b"
)
# "11. Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở … nghiêm túc thực hiện.": a call to everybody (R9), numbered or not.
_ONLY_EARNESTLY = re.compile(
    r"(?:[^.;:]{3,90}\s)?(?:[Yy]êu\s+cầu|[Đđ]ề\s+nghị)\s[^.:]{3,300}\snghiêm\s+túc\s+(?:(?:tổ\s+chức|triển\s+khai)\s+)*thực\s+hiện"
    r"(?:\s+(?:Kế\s+hoạch|Chỉ\s+thị|các\s+nội\s+dung)\s+(?:này|trên|nêu\s+trên))?\s*(?:[./]|$)"
)
_AGREES = re.compile(r"(?:Cơ bản )?(?:[Tt]hống nhất|[Nn]hất trí|[Đđ]ồng ý)(?: (?:về|với|chủ trương|nội dung)\b|,)")
_WILL = re.compile(r"(?:^|[,;:.]\s)(?P<who>(?:Sở|Ủy ban|UBND|Cục|Ban|Văn phòng|Công an)\s[^,;:.]{2,50}?)\s+sẽ\s")
# "Tổ chức, cá nhân …", "Cơ quan tiếp nhận …": whom a rule is for; work is given to "Các tổ chức".
_ANYBODY = re.compile(r"(?:Tổ chức|Cá nhân|Cơ quan|Chủ đầu tư|Chủ dự án|Doanh nghiệp|Cơ sở|Người)\b")
# "Tổng số: 24 máy chủ" counts what stands below; "Hình 1. …", "Bảng 2. Chỉ tiêu năm 2024" name a picture or table.
_SUM = re.compile(r"(?:Tổng số|Tổng cộng|Cộng)\s*:[^:]{1,120}")
_CAPTION = re.compile(r"(?:Hình|Sơ đồ|Biểu đồ|Ảnh|Bảng|Biểu)(?: số)? \d+(?:\.\d+)*\s*[.:-][^;]{2,160}")
# "Đầu mối liên hệ: đồng chí Nguyễn Văn A, chuyên viên, điện thoại 0912.345.678": whom to ask.
_CONTACT = re.compile(
    r"[^.;]*\b(?:[Đđ]ầu mối|[Ll]iên hệ|[Cc]hi tiết)\b[^;]*\b(?:điện thoại|ĐT|SĐT|di động|số máy)\b"
    r"\W{0,3}[\d(][\d .()-]{7,}[^;]{0,80}"
)


# "Công ty A chịu trách nhiệm trước pháp luật về tính chính xác của hồ sơ": who answers for papers, nothing to be done.
_LIABLE = re.compile(
    r"(?:(?:Công ty|Chi nhánh|Doanh nghiệp|DNTN|Chủ đầu tư|Chủ dự án|Nhà đầu tư|Hợp tác xã|Tổ chức|Cơ sở)"
    r"[^.;:]{0,90}? )?"
    r"(?:tự )?[Cc]hịu (?:hoàn toàn )?trách nhiệm(?: (?:toàn diện|hoàn toàn))* trước pháp luật về (?:tính )?"
    r"(?:hợp pháp|hợp lệ|chính xác|trung thực|đầy đủ)[^.;]*?(?:hồ sơ|tài liệu|thông tin|số liệu|nội dung)\b[^.;]*[.;]?",
)
# "Công ty A được Sở B cấp Giấy chứng nhận …", "Chứng chỉ hành nghề số 12 ngày …": who holds which papers.
_CERTIFIED = re.compile(
    r"(?:\d+[.)] ?)?(?:(?:Giấy (?:chứng nhận|phép|đăng ký)|[Cc]hứng chỉ|Bằng tốt nghiệp)\b[^.;:]{0,90}?"
    r"\bsố:? ?[\w./-]*\d.{0,400}|[A-ZĐ][^.;:]{3,120}? được [^.;:]{3,160}? cấp (?:lại |đổi )?"
    r"(?:Giấy|[Cc]hứng chỉ)\b[^;]{0,400})",
    re.DOTALL,
)
# "Đoàn thẩm định tự giải thể sau khi hoàn thành nhiệm vụ": how long a body lasts.
_DISSOLVED = re.compile(
    r"(?:Các )?(?:Đoàn|Tổ|Hội đồng|Ban|Tiểu ban)\b[^.;:]{0,80}\b(?:giải thể|chấm dứt hoạt động)\b[^.;:]*[.;]?",
    re.IGNORECASE,
)
# "Đoàn kiểm tra được sử dụng con dấu của Sở": what a body may use.
_MAY_USE = re.compile(
    r"(?:Các )?(?:Thành viên |thành viên )?(?:Đoàn|Tổ|Hội đồng|Ban|Tiểu ban)\b[^.;:,]{0,80}? được "
    r"(?:phép |quyền )?(?:sử dụng (?:con )?d[ấâ]u|hưởng)\b[^;:]*[.;]?",
    re.IGNORECASE,
)
# "Lào Cai, ngày   tháng   năm 2026", "Độc lập - Tự do - Hạnh phúc": lines of a head or foot inside the text.
_PLACE_AND_DAY = re.compile(
    r"[A-ZĐ][^.;:,\d]{1,30},\s*(?:ngày[\s\d.…_-]*)?tháng[\s\d.…_-]*(?:năm[\s\d.…_-]*)?", re.IGNORECASE
)


# Under "Nội dung kiểm tra": "Việc ban hành kế hoạch", "Tình hình thu ngân sách".
_LOOKED_AT = re.compile(
    r"(?:Việc|Công\s+tác|Tình\s+hình|Thực\s+trạng|Kết\s+quả|Hiệu\s+quả|Mức\s+độ|Nội\s+dung|Chất\s+lượng|Trách\s+nhiệm|"
    r"Hồ\s+sơ|Quy\s+trình|Tiến\s+độ|Sự|Hoạt\s+động|Điều\s+kiện|Cơ\s+sở|Ưu\s+điểm|Tồn\s+tại|Các|Những|Số)\b"
)


def orders_nothing(printed: str) -> str | None:
    """The rule by which an item states something and orders nothing, or None."""
    return next((rule for rule, states in _STATING if states(printed)), None)


def is_caption(printed: str) -> bool:
    """``Bảng 2. Chỉ tiêu năm 2024``: the name of a table or picture."""
    return _CAPTION.fullmatch(printed) is not None


def agrees(printed: str) -> bool:
    """``Thống nhất chủ trương …``, ``Nhất trí với dự thảo``: what was agreed, where nobody is told to do it."""
    return _AGREES.match(printed) is not None


def is_looked_at(printed: str) -> bool:
    """Is it a thing that an inspection looks at, named by its noun and not by what is to be done?"""
    return _LOOKED_AT.match(printed) is not None


def is_certificate(printed: str) -> bool:
    """Does it only name a permit, licence or diploma that somebody holds?"""
    return _CERTIFIED.fullmatch(printed) is not None


def is_enforcement(printed: str) -> bool:
    """Does the decision speak of itself (``… chịu trách nhiệm thi hành Quyết định này``)?"""
    return _ENFORCED.search(printed) is not None


_STATING: tuple[tuple[str, Callable[[str], object]], ...] = (  # the first that fits names the rule
    ("item.exhortation", _ONLY_EARNESTLY.match),
    ("item.person", _PERSON.fullmatch),
    ("item.person", _QUALIFIED.search),
    ("item.enforcement", is_enforcement),
    ("item.head_line", _PLACE_AND_DAY.fullmatch),
    ("item.head_line", is_motto),
    ("item.head_line", is_title),
    ("item.dissolves", _DISSOLVED.fullmatch),
    ("item.may_use", _MAY_USE.fullmatch),
    ("item.liability", _LIABLE.fullmatch),
    ("item.certificate", is_certificate),
    ("item.ruling", _RULING.fullmatch),
    ("item.sum", _SUM.fullmatch),
    ("item.caption", is_caption),
    ("item.contact", _CONTACT.fullmatch),
    ("item.as_of", _AS_OF.match),
    ("item.content", _CONTENT.match),
)


def writer_announces(printed: str, issuer: str | None) -> bool:
    """``Quá 24 tháng …, Sở Công Thương sẽ báo cáo UBND tỉnh`` in a letter of that very department."""
    found = _WILL.finditer(printed)
    return issuer is not None and any(_is_issuer(match["who"], issuer) for match in found)


def only_states(text: str, assignment: Assignment, issuer: str | None) -> bool:
    """Outside plans: does a sentence tell what its subject is, was or may do, or what its writer does himself?

    "Sở Xây dựng chấm dứt thẩm định" in a letter of Sở Xây dựng is no work for anybody.
    """
    named = assignment.lead or assignment.subject
    if named and issuer is not None and all(_is_issuer(ref.name, issuer) for ref in named):
        return True
    if assignment.lead or not assignment.subject:
        return False
    last = assignment.subject[-1]
    end = last.spans[-1].end if last.spans else 0
    return _STATES.match(text, end) is not None or _ANYBODY.match(last.name) is not None


def _is_issuer(name: str, issuer: str) -> bool:
    own, other = (compare_key(re.sub(r"\bUBND\b", "Ủy ban nhân dân", words)) for words in (issuer, name))
    return own == other or own.startswith(other + " ")
