"""Facts of the document itself: number, date, issuer, signer, title, kind, period (Nghị định 30/2020/NĐ-CP, Điều 8).

Read from the document's own header, foot, annex reference or portal block; never from a document that it cites.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from extractors.document import Document, Span, cover
from extractors.document_number import LONG_DATE, find_date, parse_document_number
from extractors.head_lines import is_copy_mark
from extractors.issuer import compose_issuer, issuer_of_portal, issuer_of_stamp
from extractors.news import read_news
from extractors.outline import Outline, Section
from extractors.plan_period import find_period
from extractors.portal_facts import PORTAL_NUMBER, portal_pairs
from extractors.records import Issue, Mention, Metadata
from extractors.syllables import is_syllable
from extractors.text import clean, fold
from extractors.type_lines import FullTitle, find_type, parse_full_title
from extractors.unread_facts import CODED, SURE_FIGURES, find_unread, printed_year
from extractors.works import find_work

_ANNEX_REFERENCE = re.compile(
    r"\(?\s*(?:Ban\s+hành\s+)?[Kk]èm\s+theo\s+(?P<kind>[^\d()]{4,40}?)\s+số\s*:?\s*"
    r"(?P<number>[^()\n]{0,40}?)\s*,?\s*ngày(?P<date>[^()]{0,40}?)\s*(?:của\s+(?P<issuer>[^()]+?))?\s*\)",
)
_SIGN_POSTS = re.compile(
    r"^(?:t/?m\.?|kt\.?|tl\.?|tuq\.?|q\.?|k/t)?\s*(?:(?:pho |quyen )?(?:chu tich|chanh van phong|giam doc|bi thu|"
    r"cuc truong|truong ban|truong phong|thu tuong|chi cuc truong|doan truong|vien truong|hieu truong|"
    r"chanh thanh tra)|bo truong|thu truong|tong cuc truong|uy vien thuong truc|ban thuong vu|"
    r"uy ban nhan dan|chi huy truong|truong doan)\b"
)
_AUTHORITY = re.compile(
    r"(?:bo truong|chu tich|tong giam doc|giam doc|cuc truong|truong ban|uy ban nhan dan|hoi dong nhan dan|thu tuong|"
    r"ban thuong vu|ban chap hanh|chinh phu)\b"
)  # the line above the recitals of a decision: who decides
_NO_NAME = re.compile(r"noi nhan|luu|nhu |ky boi|ban |uy ban|van phong|so |da ky|ngay")
_CAPITAL = r"A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ"
_PERSON = re.compile(rf"^[{_CAPITAL}][\wÀ-ỹ]*(?:\s+[{_CAPITAL}][\wÀ-ỹ]*){{1,4}}$")
_TITLES = re.compile(
    r"^(?:(?:PGS|GS|TS|ThS|BS|CKI{1,2}|KS|CN|Ts|Bs|DS|Đại tá|Thượng tá|Trung tá|Thiếu tá|Thiếu tướng)[.\s]+)+"
)
# A recipient and a post on one line: a scan of two columns whose gap a seal fills.
_POST_BESIDE = re.compile(r"[a-zà-ỹ].*\b(?:GIÁM ĐỐC|CHỦ TỊCH|CHÁNH VĂN PHÒNG|(?:BỘ|CỤC) TRƯỞNG|TRƯỞNG BAN)\W*$")
_SPECK = re.compile(r"^(?:(?:\d|[^\w\s.+*•–-])\s+)+")  # what a seal or a signature beside the name is read as
_KINDS = (
    ("kế hoạch", r"^ke hoach\b"), ("quyết định", r"^quyet dinh\b"), ("chương trình", r"^chuong trinh\b"),
    ("chỉ thị", r"^chi thi\b"), ("nghị quyết", r"^nghi quyet\b"), ("thông báo", r"^thong bao\b|^ket luan\b"),
    ("báo cáo", r"^bao cao\b"),
)  # fmt: skip
_KIND_CODES = {
    "KH": "kế hoạch", "QĐ": "quyết định", "QD": "quyết định", "CTr": "chương trình", "CTR": "chương trình",
    "CT": "chỉ thị", "NQ": "nghị quyết", "TB": "thông báo", "KL": "thông báo", "BC": "báo cáo",
}  # fmt: skip
_HEAD_OF = re.compile(
    r"^(?:Bộ trưởng|Thứ trưởng|Chủ tịch|Phó Chủ tịch|Giám đốc|Tổng Giám đốc|Cục trưởng|Tổng cục trưởng|Chánh|Trưởng)"
    r"\s+(?=Bộ|UBND|[ỦU][ỷỶyY]|Ủy|Sở|Cục|Tổng cục|Văn phòng|Ban|Hội)",
    re.IGNORECASE,
)
_TITLE_WITHIN = 8  # paragraphs from the top
_ANNEX_LINES = 4
_LONGEST_ISSUER = 60
_LINES_OF_BODIES = 6  # of the head's left column: two names of up to three lines
_RECITAL = re.compile(r"(?:can cu|thuc hien|theo|xet|kinh gui|de |nham |ngay )\b")
_ISSUES_PLAN = re.compile(
    r"(?:ban hành|phê duyệt)\s+(?:kèm\s+theo\s+Quyết\s+định\s+này\s+)?.{0,30}(?P<what>Kế hoạch|Chương trình)",
    re.IGNORECASE,
)
_OF_A_PLAN = re.compile(
    r"(?:ve (?:viec )?)?(?:(?:ban hanh|thong qua|phe duyet|quyet dinh) )?(?:ke hoach|chuong trinh)\b"
)
_NUMBER_LINE = re.compile(r"\W*s[ốo]\b|\W*\d|.*\bsố\s*[:.]?\s*\d", re.IGNORECASE)
_BLANK_NUMBER = re.compile(r"\W*số\s*[:.]?\s*[./…\s-]*/", re.IGNORECASE)
_BLANK_CODE = re.compile(r"\W*số\s*[:.]?\s*[./…\s-]*/\s*(?P<code>\w+)", re.IGNORECASE)
_FOUNDED = re.compile(r"(?:ĐƯỢC )?(?:THÀNH LẬP )?THEO QUYẾT ĐỊNH\W*$")
_BODY_NAME = re.compile(r"UBND|Ủy ban|Sở |Văn phòng|Ban |Huyện ủy|Đảng")
_NATIONAL_TITLE = re.compile(r"cong hoa xa hoi|doc lap - tu do|dang cong san")
_HEADER_NOISE = re.compile(
    r"cong hoa xa hoi|doc lap|dang cong san|^so ?[:.]|^so \d|^[\s\-_*=—–.]+$|\bngay\b.*\bthang\b|^v/v|^kinh gui|"
    r"^hoa toc|^du thao|^khan$|^mat$"
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


def _resolves_plan(kind: str | None, title: str | None) -> bool:
    """``NGHỊ QUYẾT`` / ``Về Chương trình giám sát … năm 2026``: the resolution holds the programme."""
    return kind == "nghị quyết" and _OF_A_PLAN.match(fold(title or "")) is not None


class _Reader:
    def __init__(self, document: Document, outline: Outline) -> None:
        self.document = document
        self.text = document.text
        self.outline = outline
        self.sections = [node for node in outline.root.walk() if node.paragraph is not None]
        self.header = [self._printed(s) for s in self.sections if s.region == "header"]
        self.foot = [self._printed(s) for s in self.sections if s.region == "foot"]
        self.portal = {fold(label): value for label, value in (*document.hints.portal, *portal_pairs(document))}
        self.evidence: list[Mention] = []
        self.issues: list[Issue] = []
        self._reference_span = Span(0, 0)  # where the annex names its document

    def _printed(self, section: Section) -> _Printed:
        assert section.paragraph is not None
        span = section.paragraph.span
        return _Printed(self._words(section), span, section.paragraph.column)

    def _words(self, section: Section) -> str:
        own = section.words if section.region == "body" else section.own_span or section.words
        return clean(own.cut(self.text))

    def read(self) -> Metadata:
        kind, title = self._kind_and_title()
        work = find_work(self.text, self.outline)
        if work is not None:
            kind, title = "báo cáo" if work.name == "report" else "khác", work.words
        if work is None and self._is_news():
            words = [self._words(section) for section in self.sections]
            place = next((place for place, line in enumerate(words) if 20 < len(line) < 300), None)
            headline = self.sections[place].paragraph if place is not None else None
            news = read_news(words, words[place] if place is not None else None)
            if headline is not None and news.title is not None:
                self._note("title", headline.span, news.title, "metadata.title.news")
            first, last = find_period(news.title if news.is_plan else None)
            return replace(news, period_start=first, period_end=last, evidence=tuple(self.evidence))
        number, code = self._number()
        full = self._full_title() if number is None else None
        if full is not None:
            number, code = full.number, full.code
            kind, title = kind or _kind_of(full.type) or "khác", title or full.subject
        kind = kind or _KIND_CODES.get(code or "") or self._kind_of_letter(number, code) or self._kind_of_annexed()
        number, issued_on = self._from_annex(number, self._issued_on() or (full.issued_on if full else None))
        first, last = find_period(title, issued_on)
        signer = self._signer()
        if self._is_drawn():
            signed = any(printed.column == "right" for printed in self.foot) and signer is None
            unread = find_unread((p.words for p in self.header), number is None, issued_on is None, signed)
            self.issues += [issue for issue in unread if issue.code not in {told.code for told in self.issues}]
        attached = self._issued_plan() if kind == "quyết định" else None
        return Metadata(
            number=number,
            issued_on=issued_on,
            issuer=self._issuer() or _issuer_named(full.issuer if full else self._annex_issuer()),
            signer=signer,
            title=title,
            kind=attached or kind or "khác",
            is_plan=attached is not None or kind in ("kế hoạch", "chương trình") or _resolves_plan(kind, title),
            period_start=first,
            period_end=last,
            evidence=tuple(self.evidence),
            work=work.name if work is not None else None,
            issue_year=issued_on.year if issued_on else printed_year(self.document, (p.span for p in self.header)),
        )

    # --- kind and title

    def _kind_and_title(self) -> tuple[str | None, str | None]:
        parts = []
        for place, section in enumerate(self.sections):
            found = self._type_of(section)
            if found is not None and section.region != "foot":
                own = "" if fold(found[1]).startswith("cua ") else found[1]  # "CHỈ THỊ CỦA ỦY BAN NHÂN DÂN TỈNH"
                parts.append((_kind_of(found[0]) or "khác", own or self._title_after(place)))
        if parts:
            return parts[0]
        stated = self.portal.get("trich yeu") or self.portal.get("loai van ban")
        return (_kind_of(stated) if stated else None), self._subject()

    def _type_of(self, section: Section) -> tuple[str, str] | None:
        set_off = section.paragraph is not None and section.paragraph.bold and section.marker is None
        return find_type(section.words.cut(self.text), set_off=set_off)

    def _subject(self) -> str | None:
        """The subject of a letter: ``V/v …`` over several lines of the left column."""
        lines: list[str] = []
        for printed in self.header:
            begins = fold(printed.words).startswith(("v/v", "ve viec"))
            if (lines and printed.column != "left") or (lines and begins):
                break
            if begins or (lines and not _HEADER_NOISE.search(fold(printed.words))):
                lines.append(printed.words)
                self._note("title", printed.span, printed.words, "metadata.title.subject")
            elif lines:
                break
        return clean(" ".join(lines)) or None

    def _title_after(self, place: int) -> str | None:
        """The lines of the title below the type line, up to the first recital."""
        words: list[str] = []
        for section in self.sections[place + 1 : place + 6]:
            printed = self._words(section)
            if re.fullmatch(r"[\s\-_*—–.]+", printed):
                continue
            if section.marker is not None or section.paragraph is None or not self._is_title(section, printed, words):
                break
            if words and printed.isupper() and _AUTHORITY.match(fold(printed)):
                break
            if printed.startswith("("):
                continue
            words.append(printed)
            self._note("title", section.paragraph.span, printed, "metadata.title")
        return clean(" ".join(words)) or None

    def _is_title(self, section: Section, printed: str, before: list[str]) -> bool:
        assert section.paragraph is not None
        set_off = section.paragraph.centred or section.paragraph.bold
        goes_on = printed[:1].islower()
        if _RECITAL.match(fold(printed)) and not (set_off or goes_on):
            return False
        if len(printed) > 420 or (printed.endswith((".", ";", ":")) and not printed.isupper() and not set_off):
            return False
        return not before or set_off or goes_on or printed.isupper()

    def _kind_of_letter(self, number: str | None, code: str | None) -> str | None:
        """A letter (công văn) has no type line: its number has no type code, or it opens with "Kính gửi"."""
        addressed = any(fold(printed.words).startswith("kinh gui") for printed in self.header)
        return "công văn" if addressed or (number and not code) else None

    def _issued_plan(self) -> str | None:
        """The kind of plan that a decision issues or approves, in the same file or attached to it."""
        body = [section for section in self.sections if section.region == "body"]
        types = [_kind_of(found[0]) for section in body if (found := self._type_of(section)) is not None]
        attached = next((name for name in types if name in ("kế hoạch", "chương trình")), None)
        words = (self._words(section) for section in body[:12])
        stated = (_ISSUES_PLAN.search(line) for line in words if not _RECITAL.match(fold(line)))
        return attached or next((found["what"].lower() for found in stated if found is not None), None)

    def _kind_of_annexed(self) -> str | None:
        """``(Kèm theo Chương trình hành động tại Nghị quyết số …)``: an annex alone is of the kind it belongs to."""
        match = None if self.header or self.foot else self._annex_reference()
        return _kind_of(match["kind"]) if match is not None else None

    def _full_title(self) -> FullTitle | None:
        """A title of one or more lines set off at the top that tells number and date: there is no head then."""
        if any(_NATIONAL_TITLE.search(fold(printed.words)) for printed in self.header):
            return None
        top = self.sections[:_TITLE_WITHIN]
        for place, section in enumerate(top):
            words = ""
            for further in top[place:]:
                if not _is_set_off(further):
                    break
                words += " " + self._words(further)
                goes_on = further is not top[-1] and _is_set_off(top[top.index(further) + 1])
                full = parse_full_title(words)
                if full is not None and (full.subject or not goes_on):
                    assert section.paragraph is not None
                    self._note("number", section.paragraph.span, full.number, "metadata.number.title")
                    return full
        return None

    # --- number and date

    def _number(self) -> tuple[str | None, str | None]:
        above = ""
        for printed in self.header:
            founds, above = _FOUNDED.search(above), printed.words
            if founds or not _NUMBER_LINE.match(printed.words):
                continue  # "ĐOÀN KIỂM TRA THEO QUYẾT ĐỊNH" / "SỐ 12/QĐ-SYT"
            found = parse_document_number(printed.words)
            if found is not None and self._is_doubtful_number(found[0], printed.span):
                return None, found[1]
            if found is not None:
                self._note("number", printed.span, found[0], "metadata.number.header")
                return found
            if _BLANK_NUMBER.match(printed.words):
                break  # left blank for the clerk: what follows is a cited document
        for label in PORTAL_NUMBER:
            found = parse_document_number(self.portal.get(label, ""))
            if found is not None:
                return found
        return None, None

    def _is_doubtful_number(self, number: str, span: Span) -> bool:
        """A doubtful number that is read once more below, as on the annexes (``Kèm theo Kế hoạch số 15/KH-UBND``), is
        sure: two readings of two places agree."""
        spaced = r"\s*".join(map(re.escape, number))
        repeated = re.search(rf"(?<!\d){spaced}(?!\w)", self.text[span.end :]) is not None
        return not repeated and self._is_doubtful(span, "number_unsure", "Số của văn bản")

    def _issued_on(self) -> date | None:
        blank = False
        for printed in self.header:
            match = LONG_DATE.search(printed.words)
            found = find_date(match.group()) if match else None
            if found is not None and self._is_doubtful(printed.span, "date_unsure", "Ngày ban hành"):
                break
            if found is not None:
                self._note("issued_on", printed.span, found.isoformat(), "metadata.date.header")
                return found
            blank = blank or ("ngày" in printed.words.lower() and "tháng" in printed.words)
        stated = find_date(self.portal.get("ngay ban hanh", ""))
        # On a scan an unread day is no blank one.
        if stated is None and blank and not self._is_drawn() and self.document.hints.signed_on is not None:
            message = "Ngày ban hành để trống trên trang; lấy ngày ký số. Hãy đối chiếu với bản gốc."
            self.issues.append(Issue("date_from_signature", "warning", message))
            return self.document.hints.signed_on
        return stated

    def _from_annex(self, number: str | None, issued_on: date | None) -> tuple[str | None, date | None]:
        """``(Kèm theo Kế hoạch số 185/KH-UBND ngày 11/7/2022 của …)`` fills a number or date that the header lacks."""
        if number is not None and issued_on is not None:
            return number, issued_on
        match = self._annex_reference()
        if match is None or self.document.words.confidence(self._reference_span, self.text) < SURE_FIGURES:
            return number, issued_on
        if not self._is_of_this(match["kind"]):
            return number, issued_on
        found = parse_document_number(match["number"])
        return number or (found[0] if found else None), issued_on or find_date("ngày " + match["date"])

    def _is_of_this(self, kind: str) -> bool:
        """Whether "(Ban hành kèm theo Nghị quyết số …)" is of this document, where its own number is left blank: a
        plan numbered ``Số:    /KH-SCT`` may so name the programme that it carries out."""
        blank = next(filter(None, (_BLANK_CODE.match(printed.words) for printed in self.header)), None)
        return blank is None or _KIND_CODES.get(blank["code"]) == _kind_of(kind)

    def _annex_reference(self) -> re.Match[str] | None:
        for place, section in enumerate(self.sections):
            words = self._words(section)
            if words.startswith("(") and ")" not in words:  # over several lines
                words = " ".join((words, *map(self._words, self.sections[place + 1 : place + _ANNEX_LINES])))
            match = _ANNEX_REFERENCE.match(words)
            if match is not None:
                self._reference_span = cover(s.words for s in self.sections[place : place + _ANNEX_LINES])
                return match
        return None

    def _annex_issuer(self) -> str | None:
        """Who issued the document that this annex, without a head of its own, belongs to."""
        match = None if self.header and self.foot else self._annex_reference()
        return match["issuer"] if match is not None and len(match["issuer"] or "") < _LONGEST_ISSUER else None

    # --- issuer and signer

    def _issuer(self) -> str | None:
        lines: list[str] = []
        for printed in self.header:
            if printed.column == "right" or _HEADER_NOISE.search(fold(printed.words)) or CODED.search(printed.words):
                if lines:
                    break
                continue
            if not printed.words.isupper() and not _BODY_NAME.match(printed.words):
                continue
            lines.append(printed.words)
            if len(lines) >= _LINES_OF_BODIES:
                break
        founded = next((place for place, line in enumerate(lines) if place and _FOUNDED.match(line)), None)
        if founded is not None:  # "ĐOÀN KIỂM TRA" / "THEO QUYẾT ĐỊNH" / "SỐ 12/QĐ-SYT": the team is the issuer
            del lines[founded:]
        stamps = (*(p.span.cut(self.text) for p in self.document.furniture), *(p.words for p in self.foot))
        stated = self.portal.get("co quan ban hanh") or self.portal.get("noi ban hanh")
        return compose_issuer(lines) or issuer_of_stamp(stamps) or issuer_of_portal(stated)

    def _signer(self) -> str | None:
        """The last line of the foot that is a name, below a post or an authority (``KT. CHỦ TỊCH``)."""
        below_post = False
        above = ""  # "CHỦ" over "TỊCH": recognition parts a line that leans
        found: tuple[str, Span] | None = None
        for printed in self.foot:
            if is_copy_mark(printed.words):
                break  # who signs below made this copy
            for line in printed.span.cut(self.text).split("\n"):
                words = clean(_SPECK.sub("", _TITLES.sub("", clean(line))))
                folded = fold(words)
                post = bool(_SIGN_POSTS.match(folded) or _POST_BESIDE.search(words))
                below_post = below_post or post or bool(above and _SIGN_POSTS.match(f"{above} {folded}"))
                above = folded if words.isupper() else ""
                named = _PERSON.match(words) and not words.isupper()
                if below_post and named and not _SIGN_POSTS.match(folded) and not _NO_NAME.match(folded):
                    found = words, printed.span
        if found is not None and self._is_misread(*found):
            return None
        if found is not None:
            self._note("signer", found[1], found[0], "metadata.signer.foot")
            return found[0]
        stated = self.portal.get("nguoi ky", "")
        return stated if _PERSON.match(stated) and not fold(stated).startswith("dang") else None

    def _is_misread(self, name: str, span: Span) -> bool:
        """Whether a recognised name has a doubtful part that is no Vietnamese syllable (``Ging`` under a seal)."""
        if all(map(is_syllable, name.split())) or self.document.words.confidence(span) >= SURE_FIGURES:
            return False
        message = f"Tên người ký đọc từ ảnh quét không chắc ({name}) nên để trống; hãy điền theo bản gốc."
        self.issues.append(Issue("signer_unsure", "warning", message, span))
        return True

    def _is_news(self) -> bool:
        """A text without national title, number, type line or recipients is no official document but tells of one."""
        if (
            self.foot
            or self.document.format not in ("txt", "md", "html")
            or any(label in self.portal for label in PORTAL_NUMBER)
        ):
            return False
        if any(_NATIONAL_TITLE.search(fold(p.words)) or parse_document_number(p.words) for p in self.header):
            return False
        if any(s.marker is not None and s.marker.family == "annex" for s in self.sections[:6]):
            return False
        return not any(self._type_of(section) for section in self.sections[:40])

    def _is_drawn(self) -> bool:
        return any(page.recognised is not None for page in self.document.pages)

    def _is_doubtful(self, span: Span, code: str, what: str) -> bool:
        """Whether figures of ``span`` were recognised with doubt, as handwritten ones are: then none is given."""
        if self.document.words.confidence(span, figures_of=self.text) >= SURE_FIGURES:
            return False
        message = f"{what} đọc từ ảnh quét không chắc (có thể viết tay) nên để trống; hãy điền theo bản gốc."
        self.issues.append(Issue(code, "warning", message, span))
        return True

    def _note(self, kind: str, span: Span, value: str, rule: str) -> None:
        self.evidence.append(Mention(kind, span, span.cut(self.text), value, rule))


def _is_set_off(section: Section) -> bool:
    return section.paragraph is not None and (section.paragraph.bold or section.paragraph.centred)


def _issuer_named(words: str | None) -> str | None:
    """The body that a title or reference names as issuer, where its head may stand for it (``Bộ trưởng Bộ Y tế``)."""
    return compose_issuer([_HEAD_OF.sub("", clean(words)).upper()]) if words else None


def _kind_of(words: str) -> str | None:
    return next((name for name, pattern in _KINDS if re.match(pattern, fold(words))), None)
