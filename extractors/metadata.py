"""Facts of the document itself: number, date, issuer, signer, title, kind, period (Nghị định 30/2020/NĐ-CP, Điều 8).

Read from the document's own header, foot, annex reference or portal block; never from a document that it cites.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.agency_authority import province_named
from extractors.authority import agencies
from extractors.document import Document, Span, Table
from extractors.outline import Outline, Section
from extractors.records import Issue, Mention, Metadata
from extractors.text import clean, compare_key, fold
from extractors.type_lines import find_type

_TYPES = r"KH|QĐ|QD|CTr|CTR|CT|TB|TTr|TTR|TT|ĐA|HD|BC|NĐ|NQ|PA|QC|KL|CV|GM|CĐ"
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,5}}[a-z]?)\s*(?:/\s*(?P<year>(?:19|20)\d\d))?\s*/\s*(?P<symbol>(?:{_TYPES})?\s?[-–]?\s?[A-ZĐ][\w&Đđ]*"
    r"(?:\s?[-–]\s?[A-ZĐ][\w&Đđ]*)*)"
)
_PARTY_NUMBER = re.compile(
    rf"(?P<number>\d{{1,5}})\s*[-–]\s*(?P<symbol>(?:{_TYPES})\s*/\s*[A-ZĐ][\w]*(?:[-–][A-ZĐ]\w*)*)"
)
_NUMBER_LABEL = re.compile(r"\bS[ốỐoO]\s*[:.]?\s*(?=[\d/]|\s)")
_DATE = re.compile(
    r"ng[àa]y\s*(?P<day>\d{1,2})\s*[,]?\s*tháng\s*(?P<month>\d{1,2})\s*[,]?\s*năm\s*(?P<year>\d{4})", re.IGNORECASE
)
_SHORT_DATE = re.compile(r"(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4})")
_ANNEX_REFERENCE = re.compile(
    r"\(?\s*(?:Ban\s+hành\s+)?[Kk]èm\s+theo\s+(?P<kind>[^\d()]{4,40}?)\s+số\s*:?\s*(?P<number>[^()\n]{0,40}?)\s*,?\s*ngày"
    r"(?P<date>[^()]{0,40}?)\s*(?:của\s+(?P<issuer>[^()]+?))?\s*\)",
)
_SIGN_POSTS = re.compile(
    r"^(?:t/?m\.?|kt\.?|tl\.?|tuq\.?|q\.?|k/t)?\s*(?:chu tich|pho chu tich|chanh van phong|pho chanh van phong|giam doc|pho giam doc|"
    r"bo truong|thu truong|cuc truong|pho cuc truong|bi thu|pho bi thu|truong ban|pho truong ban|truong phong|pho truong phong|"
    r"tong cuc truong|hieu truong|chanh thanh tra|thu tuong|pho thu tuong|chi cuc truong|uy vien thuong truc|ban thuong vu|uy ban nhan dan|"
    r"quyen giam doc|vien truong|chi huy truong|truong doan|doan truong|pho doan truong)\b"
)
_PERSON = re.compile(r"^[A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ][\wÀ-ỹ]*(?:\s+[A-ZĐÂĂÊÔƠƯÀ-Ỹ][\wÀ-ỹ]*){1,4}$")
_TITLES = re.compile(r"^(?:(?:PGS|GS|TS|ThS|BS|CKI{1,2}|KS|CN|Ts|Bs|DS|Đại tá|Thượng tá|Trung tá|Thiếu tá|Thiếu tướng)[.\s]+)+")
_KINDS = (
    ("kế hoạch", r"^ke hoach\b"), ("quyết định", r"^quyet dinh\b"), ("chương trình", r"^chuong trinh\b"),
    ("chỉ thị", r"^chi thi\b"), ("nghị quyết", r"^nghi quyet\b"), ("thông báo", r"^thong bao\b|^ket luan\b"),
    ("báo cáo", r"^bao cao\b"),
)  # fmt: skip
_KIND_CODES = {
    "KH": "kế hoạch", "QĐ": "quyết định", "QD": "quyết định", "CTr": "chương trình", "CTR": "chương trình", "CT": "chỉ thị",
    "NQ": "nghị quyết", "TB": "thông báo", "KL": "thông báo", "BC": "báo cáo",
}  # fmt: skip
_PLAN_WORDS = re.compile(r"\b(ke hoach|chuong trinh hanh dong|chuong trinh|de an)\b")
_PLAN_NEWS = re.compile(
    r"(?:ban\s+hành|phê\s+duyệt|ký\s+ban\s+hành|xây\s+dựng)\s+(?:Quyết\s+định[^.]{0,80}?)?(?:Kế\s+hoạch|Chương\s+trình\s+hành\s+động)\b|"
    r"\bKế\s+hoạch\s+số\s+\d+",
    re.I,
)
_PERIOD = re.compile(r"(?:giai\s+đoạn|thời\s+kỳ|các\s+năm)\s*(?P<first>20\d\d)\s*[-–—đến\s]+\s*(?P<last>20\d\d)", re.I)
_YEAR = re.compile(r"(?:năm|NĂM)\s+(?P<year>20\d\d)(?!\s*[-–/]\s*20\d\d)|\b(?P<last>20\d\d)\b")
_PLACE = re.compile(
    r"\b(?P<level>[Tt]ỉnh|TỈNH|[Tt]hành phố|THÀNH PHỐ|TP\.?|[Hh]uyện|[Xx]ã|[Pp]hường)\s+"
    r"(?P<name>[A-ZĐÀ-Ỹ][\wÀ-ỹ'’]*(?:\s+[A-ZĐÀ-Ỹ][\wÀ-ỹ'’]*){0,3})"
)
_PORTAL_LABELS = frozenset(
    {"so hieu", "so ky hieu", "so/ky hieu", "ngay ban hanh", "loai van ban", "co quan ban hanh", "noi ban hanh", "nguoi ky", "trich yeu"}
)
_RANKS = {
    "ỦY BAN NHÂN DÂN": "Ủy ban nhân dân", "UỶ BAN NHÂN DÂN": "Ủy ban nhân dân", "UBND": "Ủy ban nhân dân",
    "HỘI ĐỒNG NHÂN DÂN": "Hội đồng nhân dân", "HĐND": "Hội đồng nhân dân",
}  # fmt: skip
_LEVELS = ("thành phố", "tỉnh", "quận", "huyện", "thị xã", "thị trấn", "xã", "phường", "đặc khu", "tp.", "tp")
_HEADER_NOISE = re.compile(
    r"cong hoa xa hoi|doc lap|dang cong san|^so ?[:.]|^so \d|^[\s\-_*=—–.]+$|\bngay\b.*\bthang\b|^v/v|^kinh gui|^hoa toc|^du thao|^khan$|^mat$"
)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A cleaned paragraph of the header or foot, and where it stands."""

    words: str
    span: Span
    column: str


def read_metadata(document: Document, outline: Outline) -> tuple[Metadata, tuple[Issue, ...]]:
    """The facts that the document states of itself; what it does not state is None (R22)."""
    reader = _Reader(document, outline)
    return reader.read(), tuple(reader.issues)


class _Reader:
    def __init__(self, document: Document, outline: Outline) -> None:
        self.document = document
        self.text = document.text
        self.sections = [node for node in outline.root.walk() if node.paragraph is not None]
        self.header = [self._printed(s) for s in self.sections if s.region == "header"]
        self.foot = [self._printed(s) for s in self.sections if s.region == "foot"]
        self.portal = {fold(label): value for label, value in (*document.hints.portal, *_portal_pairs(document))}
        self.evidence: list[Mention] = []
        self.issues: list[Issue] = []

    def _printed(self, section: Section) -> _Printed:
        assert section.paragraph is not None
        span = section.paragraph.span
        return _Printed(clean(span.cut(self.text)), span, section.paragraph.column)

    def read(self) -> Metadata:
        news = self._is_news()
        kind, title, type_section = self._kind_and_title()
        if news:
            return self._read_news()
        number, code = self._number()
        if kind is None:
            kind = _KIND_CODES.get(code or "", None) or self._kind_of_letter(number, code)
        issued_on = self._issued_on()
        number, issued_on = self._from_annex(number, issued_on)
        issuer = self._issuer()
        first, last = self._period(title)
        attached = kind == "quyết định" and self._attached_plan()
        is_plan = kind in ("kế hoạch", "chương trình") or bool(attached)
        return Metadata(
            number=number,
            issued_on=issued_on,
            issuer=issuer,
            signer=self._signer(),
            title=title,
            kind="kế hoạch" if attached else kind or "khác",
            is_plan=is_plan,
            period_start=first,
            period_end=last,
            evidence=tuple(self.evidence),
        )

    # --- kind and title

    def _kind_and_title(self) -> tuple[str | None, str | None, Section | None]:
        for place, section in enumerate(self.sections):
            found = self._type_of(section)
            if found is None or section.region == "foot":
                continue
            kind = next((name for name, pattern in _KINDS if re.match(pattern, fold(found[0]))), "khác")
            return kind, found[1] or self._title_after(place), section
        subject = next((p.words for p in self.header if fold(p.words).startswith(("v/v", "ve viec"))), None)
        portal = self.portal.get("trich yeu") or self.portal.get("loai van ban")
        kind = None
        if portal is not None:
            kind = next((name for name, pattern in _KINDS if re.match(pattern, fold(portal))), None)
        return kind, subject, None

    def _type_of(self, section: Section) -> tuple[str, str] | None:
        set_off = section.paragraph is not None and section.paragraph.bold and section.marker is None
        return find_type(section.words.cut(self.text), set_off=set_off)

    def _title_after(self, place: int) -> str | None:
        words: list[str] = []
        for section in self.sections[place + 1 : place + 6]:
            printed = clean(section.words.cut(self.text))
            folded = fold(printed)
            assert section.paragraph is not None
            set_off = section.paragraph.centred or section.paragraph.bold or printed[:1].islower()
            recital = re.match(r"(can cu|thuc hien|theo|xet|kinh gui|de |nham |ngay )\b", folded)
            if section.marker is not None or (recital and not set_off):
                break
            if re.fullmatch(r"[\s\-_*—–.]+", printed):
                continue
            goes_on = bool(words) and (printed[:1].islower() or section.paragraph.centred)
            if words and not (goes_on or section.paragraph.bold or printed.isupper()):
                break
            if printed.startswith("("):
                continue
            if len(printed) > 420 or printed.endswith((".", ";", ":")):
                break
            words.append(printed)
            self._note("title", section.paragraph.span, printed, "metadata.title")
        return clean(" ".join(words)) or None

    def _kind_of_letter(self, number: str | None, code: str | None) -> str | None:
        """A letter (công văn) has no type line: its number has no type code, or it opens with "Kính gửi"."""
        if any(fold(p.words).startswith("kinh gui") for p in self.header):
            return "công văn"
        if number and not code:
            return "công văn"
        return None

    def _attached_plan(self) -> bool:
        lines = [clean(s.words.cut(self.text)) for s in self.sections if s.region == "body"]
        types = [self._type_of(s) for s in self.sections if s.region == "body"]
        attached = any(found is not None and found[0].startswith(("KẾ HOẠCH", "CHƯƠNG TRÌNH")) for found in types)
        issues = re.compile(r"(ban hành|phê duyệt)\s+(kèm\s+theo\s+Quyết\s+định\s+này\s+)?.{0,30}(Kế\s+hoạch|Chương\s+trình)", re.I)
        return attached or any(issues.search(words) for words in lines[:12])

    # --- number and date

    def _number(self) -> tuple[str | None, str | None]:
        for printed in self.header:
            if not re.match(r"\W*s[ốo0]\b|\W*\d|.*\bsố\s*[:.]?\s*\d", printed.words, re.I):
                continue
            if re.search(r"V/v|về việc|Kính gửi", printed.words[:8]):
                continue
            found = _own_number(printed.words)
            if found is not None:
                self._note("number", printed.span, found[0], "metadata.number.header")
                return found
            if re.match(r"\W*số\s*[:.]?\s*[./…\s-]*/", printed.words, re.I):
                break  # the number was left blank for the clerk: what follows is a cited document
        stated = self.portal.get("so hieu") or self.portal.get("so ky hieu") or self.portal.get("so/ky hieu")
        if stated and (found := _own_number(stated)) is not None:
            return found
        return None, None

    def _issued_on(self) -> date | None:
        blank = False
        for printed in self.header:
            if "ngày" not in printed.words.lower():
                continue
            match = _DATE.search(printed.words)
            if match and (found := _to_date(match)) is not None:
                self._note("issued_on", printed.span, found.isoformat(), "metadata.date.header")
                return found
            blank = blank or "tháng" in printed.words
        stated = self.portal.get("ngay ban hanh")
        match = _SHORT_DATE.search(stated) if stated else None
        if match and (found := _to_date(match)) is not None:
            return found
        if blank and self.document.hints.signed_on is not None:
            self.issues.append(
                Issue(
                    "date_from_signature",
                    "warning",
                    "Ngày ban hành để trống trên trang; lấy ngày ký số. Hãy đối chiếu với bản gốc.",
                )
            )
            return self.document.hints.signed_on
        return None

    def _from_annex(self, number: str | None, issued_on: date | None) -> tuple[str | None, date | None]:
        """``(Kèm theo Kế hoạch số 185/KH-UBND ngày 11/7/2022 của …)`` fills a number or date that the header lacks."""
        if number is not None and issued_on is not None:
            return number, issued_on
        for section in self.sections:
            words = clean(section.words.cut(self.text))
            match = _ANNEX_REFERENCE.match(words)
            if match is None:
                continue
            found = _own_number(match["number"])
            when = _DATE.search("ngày " + match["date"]) or _SHORT_DATE.search(match["date"])
            number = number or (found[0] if found else None)
            issued_on = issued_on or (_to_date(when) if when else None)
            break
        return number, issued_on

    # --- issuer and signer

    def _issuer(self) -> str | None:
        lines: list[str] = []
        for printed in self.header:
            folded = fold(printed.words)
            if printed.column == "right" or _HEADER_NOISE.search(folded):
                if lines:
                    break
                continue
            for part in printed.words.split("\n"):
                if not part.isupper() and not re.match(r"(UBND|Ủy ban|Sở|Văn phòng|Ban|Huyện ủy|Đảng)", part):
                    break
                lines.append(part)
            if len(lines) >= 4:
                break
        issuer = compose_issuer([line for line in lines if line])
        if issuer is None:
            issuer = self._issuer_from_stamp() or self._issuer_from_portal()
        return issuer

    def _issuer_from_stamp(self) -> str | None:
        for source in [*(p.span.cut(self.text) for p in self.document.furniture), *(p.words for p in self.foot)]:
            match = re.search(r"(?:Ký bởi|Người ký)\s*:\s*([^\n]+?)(?:\s*(?:Email|Cơ quan|Thời gian|Ngày)\b|\n|$)", source)
            if match and match[1].strip().isupper():
                return compose_issuer([clean(match[1])])
        return None

    def _issuer_from_portal(self) -> str | None:
        stated = self.portal.get("co quan ban hanh") or self.portal.get("noi ban hanh")
        if not stated or fold(stated).startswith("dang cap nhat"):
            return None
        if re.match(r"(Tỉnh|Thành phố|Huyện|Xã|Phường)\s", stated):
            return "Ủy ban nhân dân " + stated[0].lower() + stated[1:]
        return compose_issuer([stated.upper()])

    def _signer(self) -> str | None:
        posts = False
        candidate: _Printed | None = None
        for printed in self.foot:
            folded = fold(printed.words)
            for line in printed.span.cut(self.text).split("\n"):
                words = clean(_TITLES.sub("", clean(line)))
                posts = posts or bool(_SIGN_POSTS.match(fold(words)))
                if posts and _PERSON.match(words) and not words.isupper() and not _not_a_name(words):
                    candidate = _Printed(words, printed.span, printed.column)
            if "noi nhan" in folded and candidate is not None and printed.column == "left":
                continue
        if candidate is not None:
            self._note("signer", candidate.span, candidate.words, "metadata.signer.foot")
            return candidate.words
        stated = self.portal.get("nguoi ky")
        return stated if stated and _PERSON.match(stated) and not fold(stated).startswith("dang") else None

    # --- news and period

    def _is_news(self) -> bool:
        """A text without national title, number, type line or recipients is no official document but a report of one."""
        if any(re.search(r"cong hoa xa hoi|doc lap - tu do|dang cong san", fold(p.words)) for p in self.header):
            return False
        if self.foot or self.document.format not in ("txt", "md", "html"):
            return False
        first = self.sections[:40]
        if any(s.region == "header" and _own_number(clean(s.words.cut(self.text))) for s in first):
            return False
        return not any(self._type_of(s) for s in first) and "so hieu" not in self.portal

    def _read_news(self) -> Metadata:
        body = [clean(s.words.cut(self.text)) for s in self.sections]
        opening = " ".join(body[:6])[:2500]
        announced = next((words for words in body[:10] if _announces_plan(words)), None)
        if announced is None:
            return Metadata(kind="tin", title=body[0] if body else None, evidence=())
        number, when = _announced_number(body[:10])
        place = _place_of(" ".join(body[:3])) or _place_of(opening)
        issuer = None
        giver = re.search(r"(?:UBND|U[ỷy] ban nhân dân|Ủy ban nhân dân)\s+(tỉnh|thành phố|huyện|xã|phường)", opening)
        if giver and place:
            issuer = f"Ủy ban nhân dân {place}"
        issued_on = when or self._news_date(announced)
        title = next((words for words in body if 20 < len(words) < 300), None)
        first, last = self._period(title)
        return Metadata(number, issued_on, issuer, None, title, "kế hoạch", True, first, last, tuple(self.evidence))

    def _news_date(self, announced: str) -> date | None:
        """``Ngày 05/6, UBND tỉnh đã ban hành Kế hoạch``: the year comes from the date line of the page."""
        match = re.search(r"[Nn]gày\s+(\d{1,2})/(\d{1,2})(?:/(\d{4}))?", announced)
        if match is None:
            return None
        year = int(match[3]) if match[3] else self.published_year()
        if year is None:
            return None
        try:
            return date(year, int(match[2]), int(match[1]))
        except ValueError:
            return None

    def published_year(self) -> int | None:
        """Year of the page's own date line (``10/06/2024 11:01``)."""
        for section in self.sections[:8]:
            words = clean(section.words.cut(self.text))
            match = _SHORT_DATE.match(words)
            if match and len(words) < 40:
                return int(match["year"])
        return None

    def _period(self, title: str | None) -> tuple[date | None, date | None]:
        if not title:
            return None, None
        match = _PERIOD.search(title)
        if match:
            return date(int(match["first"]), 1, 1), date(int(match["last"]), 12, 31)
        years = [int(m["year"] or m["last"]) for m in _YEAR.finditer(title)]
        years = [y for y in years if 1990 < y < 2100]
        if not years:
            return None, None
        return date(years[-1], 1, 1), date(years[-1], 12, 31)

    def _note(self, kind: str, span: Span, value: str, rule: str) -> None:
        self.evidence.append(Mention(kind, span, span.cut(self.text), value, rule))


def _portal_pairs(document: Document) -> Iterator[tuple[str, str]]:
    """The rows of a portal's table of facts (``Số hiệu | 185/KH-UBND``) near the top of a saved page."""
    for item in document.body[:12]:
        if isinstance(item, Table) and item.columns in (2, 4):
            words = {(cell.row, cell.column): clean(cell.span.cut(document.text)) for cell in item.cells}
            for (row, column), label in words.items():
                if column % 2 == 0 and fold(label).strip(" :") in _PORTAL_LABELS and words.get((row, column + 1)):
                    yield label.strip(" :"), words[row, column + 1]


def _own_number(words: str) -> tuple[str, str | None] | None:
    """Number and type code of ``words``, spaces taken out: (``185/KH-UBND``, ``KH``)."""
    words = words.replace("–", "-")
    for pattern in (_NUMBER, _PARTY_NUMBER):
        match = pattern.search(words)
        if match is None:
            continue
        symbol = re.sub(r"\s+", "", match["symbol"])
        code = re.match(rf"({_TYPES})(?=[-/])", symbol)
        if pattern is _PARTY_NUMBER:
            return f"{match['number']}-{symbol}", code[1] if code else None
        year = f"/{match['year']}" if match["year"] else ""
        return f"{match['number']}{year}/{symbol}", code[1] if code else None
    return None


def _to_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _not_a_name(words: str) -> bool:
    folded = fold(words)
    return bool(_SIGN_POSTS.match(folded) or re.match(r"(noi nhan|luu|nhu|ky boi|ban |uy ban|van phong|so |da ky|ngay)", folded))


def _announces_plan(words: str) -> bool:
    return bool(_PLAN_NEWS.search(words)) and bool(re.search(r"UBND|[ỦU][ỷyỶY] ban nhân dân|Ban Chỉ đạo|Sở |Chủ tịch", words))


def _announced_number(body: list[str]) -> tuple[str | None, date | None]:
    for words in body:
        for match in re.finditer(r"(?:Kế hoạch|Quyết định|Chương trình)\s+số\s+", words):
            before = words[max(0, match.start() - 200) : match.start()]
            if re.search(r"(?:thực hiện|căn cứ)\s*$", before, re.I):
                continue
            found = _own_number(words[match.end() : match.end() + 30])
            announced = re.search(r"ban hành|theo\s*$|phê duyệt|ký", before, re.I)
            if found and announced:
                when = _DATE.search(words, match.end(), match.end() + 80) or _SHORT_DATE.search(words, match.end(), match.end() + 60)
                return found[0], _to_date(when) if when else None
    return None, None


def _place_of(words: str) -> str | None:
    """The first place that ``words`` name with its level; a province or city must be one of the list."""
    for match in _PLACE.finditer(words):
        level = re.sub(r"^tp\.?$", "thành phố", match["level"].lower())
        name = match["name"].title() if match["name"].isupper() else match["name"]
        syllables = name.split()
        if level not in ("tỉnh", "thành phố"):
            return f"{level} {name}"
        for count in range(len(syllables), 0, -1):
            candidate = " ".join(syllables[:count])
            if province_named(candidate):
                return f"{level} {candidate}"
    return None


def compose_issuer(lines: list[str]) -> str | None:
    """The issuing body in full from the header's left column: [``UBND TỈNH X``, ``SỞ NỘI VỤ``] → ``Sở Nội vụ tỉnh X``."""
    joined: list[str] = []
    for line in lines:
        line = clean(line.strip(" -_*."))
        if not line:
            continue
        starts = re.match(r"(?:U[ỷỶyY]|Ủ[yY]|Ủ|UBND|HĐND|HỘI ĐỒNG|SỞ|BAN|VĂN PHÒNG|CHI CỤC|CỤC|BỘ|TRUNG TÂM|PHÒNG|ĐẢNG|TỈNH ỦY|THANH TRA|TỔNG CỤC|ĐOÀN|HỘI|CHÍNH PHỦ|VP)", line, re.I)
        if joined and not starts:
            joined[-1] += " " + line
        else:
            joined.append(line)
    if not joined:
        return None
    bodies = [_spell(line) for line in joined]
    own = bodies[-1]
    if len(bodies) > 1 and not re.search(r"\b(?:tỉnh|thành phố|huyện|quận|xã|phường|thị xã)\s+[A-ZĐÀ-Ỹ]", own):
        parent = bodies[-2]
        if own.startswith("Văn phòng"):
            return f"{own} {parent}" if parent not in own else own
        place = re.search(r"\b(?:tỉnh|thành phố|huyện|quận|xã|phường|thị xã|thị trấn|đặc khu)\s+.+$", parent)
        return f"{own} {place.group()}" if place else own
    return own


def _spell(line: str) -> str:
    """``ỦY BAN NHÂN DÂN TỈNH HÀ GIANG`` → ``Ủy ban nhân dân tỉnh Hà Giang``; mixed case is left as printed."""
    for short, whole in _RANKS.items():
        if line.startswith(short):
            line = whole.upper() + line[len(short) :]
    if not line.isupper():
        return line
    low = line.lower()
    place = re.search(rf"\b(?P<level>{'|'.join(_LEVELS[:9])}|tp\.?)\s+(?P<name>.+)$", low)
    head = low[: place.start()].strip() if place else low
    head = re.sub(r"^uỷ", "ủy", head)
    spelled = _names(head)
    if place is None:
        return spelled
    level = "thành phố" if place["level"].startswith("tp") else place["level"]
    name = " ".join("-".join(p[:1].upper() + p[1:] for p in word.split("-")) for word in place["name"].split())
    return clean(f"{spelled} {level} {name}")


@cache
def _spellings() -> dict[str, str]:
    return {compare_key(agency.canonical): agency.canonical for agency in agencies()}


def _names(head: str) -> str:
    """Capitals of an office's name: by the authority list where it is known, else the first letter alone."""
    return _spellings().get(compare_key(head)) or (head[:1].upper() + head[1:])
