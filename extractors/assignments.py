"""Who is told to do what, in one item or sentence (R4, R5, R13-R16, R21)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from extractors.agencies import AgencyList, find_list, find_verb_inside, starts_with_agency
from extractors.document import Span
from extractors.letters import find_addressed, find_hander
from extractors.records import Agencies, AgencyRef
from extractors.sentences import split_sentences
from extractors.text import clean, compare_key


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one item says about who acts.

    ``lead``: named by an assigning form of its own (``Giao X``, ``X:``, ``X chủ trì``). ``subject``: the grammatical
    subject, lead only where nothing else names one (R13.4), else an actor (R14). ``coordinating``: after ``phối hợp
    với``. ``action``: the words left when the mark and a leading ``Giao X:`` are taken away (R21); empty for a mere
    agency line. ``rule`` says which form was read.
    """

    action: Span
    lead: Agencies = ()
    subject: Agencies = ()
    coordinating: Agencies = ()
    rule: str = "assignment.none"
    upward: bool = field(default=False)


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(files("extractors.authority").joinpath("directives.yaml").read_text("utf-8"))
    return data


@cache
def one_of(group: str, prefix: str = "", suffix: str = r"\b") -> re.Pattern[str]:
    words = "|".join(re.sub(r" ", r"\\s+", re.escape(w).replace(r"\ ", " ")) for w in _words()[group])
    return re.compile(f"{prefix}(?:{words}){suffix}")


_COORDINATE = re.compile(
    r"(?:(?<=chủ trì)|(?<=chủ trì,)|(?<=đầu mối)|(?<=đầu mối,))\s+cùng(?:\s+với)?\s+|"
    r"\b[Pp]hối\s+hợp(?P<how>(?:\s*,?\s*(?:chặt\s+chẽ|thường\s+xuyên|đồng\s+bộ|hiệu\s+quả|kịp\s+thời|tốt|cùng))*)"
    r"(?P<with>\s+(?:với|cùng|cùng\s+với))?\s+"
)
_BESIDE_THE_LEAD = re.compile(r"\bchủ\s+trì\s*[,;]\s*(?:và\s+)?")
_HELP = re.compile(r"\s*(?:cùng\s+)?phối\s+hợp\b(?!\s+(?:chặt\s+chẽ\s+)?(?:với|cùng)\b)")
_SEMICOLON = re.compile(r";\s+")
_ACTS = re.compile(r"\s+(?!(?:tham\s+gia|hỗ\s+trợ|cùng|được|bị|là|và|có|đã)\b)[a-zđà-ỹ]")
_COLON = re.compile(r"\s*[:：]\s*|\.\s+(?=[A-ZĐ][a-zà-ỹ])")  # "- Các phòng thuộc Sở. Báo cáo …": a point for it
_CLAUSE_START = re.compile(r"[,;:]\s+")
_MEANWHILE = re.compile(r"Trong\s+quá\s+trình\s+(?:(?:tổ\s+chức|triển\s+khai)\s+)?thực\s+hiện\s+(?=[A-ZĐ])")  # no comma
_LEAD_PHRASE = re.compile(
    r"\s*,?\s*(?:(?:khẩn\s+trương|chủ\s+động|tiếp\s+tục|trực\s+tiếp|có\s+trách\s+nhiệm|chịu\s+trách\s+nhiệm)\s*,?\s*)*chủ\s+trì"
)
_INTRODUCES = re.compile(
    r"(?:như\s+sau|sau\s+đây|(?:các|những|một\s+số)\s+(?:nội\s+dung|nhiệm\s+vụ|giải\s+pháp|công\s+việc|việc|biện\s+pháp)(?:\s+\w+){0,4}\s+sau|nội\s+dung\s+sau|"
    r"cụ\s+thể\s+sau|cụ\s+thể|trong\s+đó\s*,?\s*(?:cần\s+)?(?:tập\s+trung|chú\s+trọng)(?:\s+vào)?)\s*[:.;]?\s*$",
    re.I,
)
_FROM_WHOM = re.compile(
    r"\b(?:được|đã|do|vượt|chuyển|bàn|trong\s+đó)\s+$|\b(?:số|chỉ\s+tiêu|nhiệm\s+vụ|kế\s+hoạch)\s+(?:được\s+)?$"
)


def find_assignment(text: str, span: Span, known: frozenset[str] = frozenset()) -> Assignment:
    """Read the item or sentence at ``span`` (without its mark)."""
    span = span.strip(text)
    opened = _assigning_opening(text, span) or _agency_colon(text, span) or _agency_leads(text, span)
    found = (
        opened
        or _inside(text, span)
        or _handed_in(text, span)
        or _turned_to(text, span)
        or _subject(text, span)
        or Assignment(span)
    )
    coordinating = find_coordinating(text, span)
    own = {compare_key(ref.name) for ref in found.lead}
    coordinating = tuple(ref for ref in coordinating if compare_key(ref.name) not in own)
    return Assignment(found.action, found.lead, found.subject, coordinating, found.rule)


def find_further_leads(text: str, span: Span) -> Agencies:
    """Agencies that a later sentence or clause gives work to: ``Sở A lập …; Sở B thẩm định …. Giao C …``.

    One item is one record (R1), so all of them lead where no heading or label names the lead.
    """
    found: list[AgencyRef] = []
    for number, piece in enumerate(split_sentences(text, span)):
        said = number and (_assigning_opening(text, piece) or _agency_leads(text, piece) or _first_words(text, piece))
        found += (said.lead or said.subject) if said else ()
        found += _leads_of_clauses(text, piece)
    return tuple({compare_key(ref.name): ref for ref in reversed(found)}.values())[::-1]


def _leads_of_clauses(text: str, sentence: Span) -> Agencies:
    """``Sở A lập danh mục; Sở B thẩm định``: who acts behind a semicolon, where no semicolon parts a list of names."""
    opens = starts_with_agency(text, sentence.start, sentence.end)
    if opens is None or _COORDINATE.search(text, sentence.start, sentence.end):
        return ()
    found: list[AgencyRef] = []
    for match in _SEMICOLON.finditer(text, opens.end, sentence.end):
        clause = Span(match.end(), sentence.end)
        said = None if _in_brackets(text, sentence.start, match.start()) else _first_words(text, clause)
        if said is not None and _ACTS.match(text, said.subject[-1].spans[-1].end, sentence.end):
            found += said.subject
    return tuple(found)


def find_coordinating(text: str, span: Span) -> Agencies:
    """The agencies after each ``phối hợp (chặt chẽ) (với)``, or before it (``Sở A chủ trì, Sở B phối hợp``), in printed
    order, duplicates out (R15)."""
    found: list[tuple[int, AgencyList]] = []
    for match in _COORDINATE.finditer(text, span.start, span.end):
        listed = find_list(text, match.end(), span.end)
        if listed.names and (match["with"] is not None or _named(listed)):
            found.append((match.end(), listed))
    for match in _BESIDE_THE_LEAD.finditer(text, span.start, span.end):
        helpers = starts_with_agency(text, match.end(), span.end)
        if helpers is not None and _HELP.match(text, helpers.end, span.end):
            found.append((match.end(), helpers))
    refs = [ref for _, listed in sorted(found, key=lambda item: item[0]) for ref in listed.names]
    return tuple({compare_key(ref.name): ref for ref in reversed(refs)}.values())[::-1]


def _named(listed: AgencyList) -> bool:
    """``phối hợp Sở Nội vụ``, ``phối hợp các cơ quan``: without "với" only a real list of agencies counts."""
    first = listed.names[0].name
    bodies = ("các ", "cơ quan", "phòng ", "công an", "chính quyền", "lực lượng", "đơn vị", "bộ phận")
    return first[:1].isupper() or first.lower().startswith(bodies)


def _assigning_opening(text: str, span: Span) -> Assignment | None:
    """``Giao Sở Nội vụ: …``, ``Đề nghị Ủy ban MTTQ …``, ``Trách nhiệm của các sở``."""
    match = one_of("assign").match(text, span.start, span.end)
    if match is None:
        return None
    start = past_space(text, match.end(), span.end)
    listed = leaving_predicate(text, start, span.end, find_addressed(text, start, span.end))
    if not listed.names:
        return None
    rule = "assignment." + ("request" if re.search(r"nghị|cầu", match.group()) else "assign")
    return _with_action(text, span, listed, rule)


# "Ông Nguyễn Văn Ân - Trưởng đoàn: Phụ trách chung": a member of a body and his part in it.
_PERSON_AND_POST = re.compile(
    r"(?P<name>(?:Ông|Bà|Đồng\s+chí|Đ/c)[.:]?\s+(?:[A-ZĐÀ-Ỹ][\wÀ-ỹ]*\s+){2,5}[-–]\s*[A-ZĐÀ-Ỹ][^:.;,]{3,60}?)\s*:\s+(?=\S)"
)


def _agency_colon(text: str, span: Span) -> Assignment | None:
    """``Sở Nội vụ: chủ trì …``: an agency and a colon."""
    person = _PERSON_AND_POST.match(text, span.start, span.end)
    if person is not None:
        name = Span(*person.span("name"))
        ref = AgencyRef(clean(name.cut(text)), (name,), "person", rule="agency.person_and_post", confidence=0.8)
        return Assignment(Span(person.end(), span.end), (ref,), rule="assignment.colon")
    listed = starts_with_agency(text, span.start, span.end)
    if listed is None or not listed.names:
        return None
    if not _COLON.match(text, past_remark(text, listed.end, span.end), span.end):
        return None
    return _with_action(text, span, listed, "assignment.colon")


def _agency_leads(text: str, span: Span) -> Assignment | None:
    """``Sở Nội vụ chủ trì …``."""
    listed = starts_with_agency(text, span.start, span.end)
    if listed is None or not listed.names or not _leads_at(text, listed.end, span.end):
        return None
    return Assignment(span, listed.names, rule="assignment.leads")


def _leads_at(text: str, place: int, end: int) -> bool:
    place = past_remark(text, place, end)
    return bool(_LEAD_PHRASE.match(text, place, end) or one_of("lead_after", r"\s*,?\s*").match(text, place, end))


def _with_action(text: str, span: Span, listed: AgencyList, rule: str) -> Assignment:
    """The action begins behind the colon; without a colon the opening words stay in the task (R21)."""
    colon = _COLON.match(text, past_remark(text, listed.end, span.end), span.end)
    if colon is not None:
        return Assignment(Span(min(colon.end(), span.end), span.end), listed.names, rule=rule)
    rest = text[listed.end : span.end].strip(" .;,\n")
    action = Span(span.end, span.end) if not rest else span
    return Assignment(action, listed.names, rule=rule)


def _inside(text: str, span: Span) -> Assignment | None:
    """``UBND tỉnh giao Sở Nội vụ chủ trì``, ``…, giao Sở Tài chính …``, ``Hết thời hạn, Sở X chủ trì …``."""
    for match in _assigning_verbs().finditer(text, span.start, span.end):
        if _FROM_WHOM.search(text, span.start, match.start()) or _in_brackets(text, span.start, match.start()):
            continue
        listed = find_addressed(text, past_space(text, match.end(), span.end), span.end)
        if listed.names and _orders(text, span, match, listed):
            listed = _whole_group(text, listed, span.end)
            return Assignment(span, listed.names, rule="assignment.inside")
    for place in _clause_starts(text, span):
        listed_here = starts_with_agency(text, place, span.end)
        if listed_here and listed_here.names and _LEAD_PHRASE.match(text, listed_here.end, span.end):
            return Assignment(span, listed_here.names, rule="assignment.clause_leads")
    return None


@cache
def _assigning_verbs() -> re.Pattern[str]:
    """The verbs of assigning inside a sentence; with a capital only behind a colon or full stop (``Về …: Giao X``)."""
    listed = _words()["assign_inside"]
    low = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in listed)
    capital = "|".join(re.escape(w[0].upper() + w[1:]).replace(r"\ ", r"\s+") for w in listed)
    return re.compile(rf"(?<!\w)(?:{low})\b|(?<=[:.;]\s)(?:{capital})\b|(?<=;)(?:{capital})\b")


def _orders(text: str, span: Span, match: re.Match[str], listed: AgencyList) -> bool:
    """A named agency that is given work, not ``giao nhiệm vụ``, ``yêu cầu người dân`` or a request for a thing."""
    if not any(ref.name[:1].isupper() or ref.kind == "group" for ref in listed.names):
        return False
    before = text[span.start : match.start()].rstrip()
    subject = starts_with_agency(text, span.start, match.start())
    gives = subject is not None and not text[subject.end : match.start()].strip()
    if subject is not None and not gives:
        return False  # "Sở X theo dõi, …, giao các phòng chủ trì": giving work is one of the things that X does
    adverbial = any(_ADVERBIAL.match(text, at) for at in (span.start, span.start + before.rfind(": ") + 2))
    clause = gives or not before or (before.endswith((",", ":")) and adverbial)
    gives = gives or _giver_before(text, span, match.start())
    opens = match.group()[0].isupper()
    if match.group().lower() in ("yêu cầu", "đề nghị"):
        return clause or gives or opens
    led = _leads_at(text, listed.end, span.end) or _DOES_IT.match(text, listed.end, span.end) is not None
    return clause or gives or opens or led


# "Cứng hóa 7,5 km đường, giao Ban Quản lý dự án thực hiện, …"; not "giao Sở X thực hiện nhiệm vụ của chủ đầu tư".
_DOES_IT = re.compile(r"\s+(?:tổ\s+chức\s+|triển\s+khai\s+)?thực\s+hiện\s*(?:[,;.]|$)")


def _giver_before(text: str, span: Span, place: int) -> bool:
    """``Để cải thiện …; nâng cao …, Chủ tịch UBND tỉnh giao``: an agency that ends right before the verb."""
    for match in _CLAUSE_START.finditer(text, max(span.start, place - 140), place):
        listed = starts_with_agency(text, match.end(), place)
        if listed is not None and listed.names and not text[listed.end : place].strip():
            return not _in_brackets(text, span.start, match.start())
    return False


# "Các tổ chức được cấp giấy phép … có trách nhiệm", "các doanh nghiệp có hoạt động … thực hiện các nội dung sau".
_WHICH = re.compile(r"\s+(?:được|có|đang|chưa|đã|hoạt\s+động|đến|sản\s+xuất|thuộc|tham\s+gia|nằm|trên|tại)\b")
_THEN = re.compile(
    r"\s+(?:(?:phải\s+)?(?:có|chịu)\s+trách\s+nhiệm|phải|cần|khẩn\s+trương|nghiêm\s+túc|chủ\s+động|"
    r"(?:tập\s+trung\s+)?thực\s+hiện\s+(?:ngay\s+|tốt\s+)?(?:một\s+số|các|những))\b"
)
_OPEN_GROUP = re.compile(r"(?:tổ chức|cá nhân|doanh nghiệp|đơn vị|cơ sở|chủ đầu tư|hợp tác xã|nhà thầu)$", re.I)
_LONGEST_WHICH = 200


def _whole_group(text: str, listed: AgencyList, end: int) -> AgencyList:
    """The list with what tells which of a group are meant, where the verb that is asked of them ends it."""
    last = listed.names[-1]
    common = last.rule == "agency.units" or _OPEN_GROUP.search(last.name) is not None
    if last.kind != "group" or not common or not _WHICH.match(text, listed.end, end):
        return listed
    then = _THEN.search(text, listed.end, min(end, listed.end + _LONGEST_WHICH))
    between = text[listed.end : then.start()] if then is not None else ""
    if then is None or not between.strip() or re.search(r"[.;:]", between) or _COORDINATE.search(between):
        return listed
    start = last.spans[-1].start if last.spans else listed.end
    whole = Span(start, then.start())
    named = replace(last, name=clean(whole.cut(text)), spans=(*last.spans[:-1], whole))
    return AgencyList((*listed.names[:-1], named), then.start())


def _handed_in(text: str, span: Span) -> Assignment | None:
    """``Văn bản báo cáo của các đơn vị gửi về Sở Y tế trước ngày …``: those who report."""
    listed = find_hander(text, span)
    return Assignment(span, (), listed.names, rule="assignment.handed_in") if listed else None


# "Đối với các doanh nghiệp vi phạm: xử lý nghiêm" tells what is done to them.
_DEALT_WITH = re.compile(
    r"\b(?:doanh nghiệp|cơ sở|hộ|cá nhân|tổ chức|người|chủ|dự án|hợp tác xã|công ty|nhà đầu tư|trường hợp)\b", re.I
)
_SUCH_A_BODY = re.compile(r"(?:cơ\s+quan|đơn\s+vị)\s+(?:được\s+\w+\s+\w+|liên\s+quan)\s*:")
_TURNS_TO = re.compile(r"(?:Riêng\s+)?[Đđ]ối\s+với\s+")
_SETS_TO = re.compile(
    r"\s*:\s*\w|\s+(?:chủ\s+động|tăng\s+cường|khẩn\s+trương|tiếp\s+tục|phải|cần|(?:có|chịu)\s+trách\s+nhiệm|thường\s+xuyên)\b"
)


def _turned_to(text: str, span: Span) -> Assignment | None:
    """``Đối với các trường đại học: chủ động liên hệ …``: public bodies that are told what to do."""
    turn = _TURNS_TO.match(text, span.start, span.end)
    listed = starts_with_agency(text, turn.end(), span.end) if turn is not None else None
    if turn is not None and listed is None and _SUCH_A_BODY.match(text, turn.end(), span.end):
        listed = find_list(text, turn.end(), span.end)
    if listed is None or not listed.names or any(_DEALT_WITH.search(ref.name) for ref in listed.names):
        return None
    if not _SETS_TO.match(text, past_remark(text, listed.end, span.end), span.end):
        return None
    return Assignment(span, (), listed.names, rule="assignment.subject")


def _subject(text: str, span: Span) -> Assignment | None:
    """The agency that the sentence, or its first main clause, begins with."""
    label = _ANY_LABEL.match(text, span.start, span.end)
    if label is not None and not starts_with_agency(text, label.end(), span.end):
        label = None
    places = [span.start, *([label.end()] if label else []), *_clause_starts(text, span)]
    for number, place in enumerate(places):
        listed = starts_with_agency(text, place, span.end)
        listed = leaving_predicate(text, place, span.end, listed) if listed is not None else None
        if listed is None or not listed.names:
            if number == 0 and label is None and not _ADVERBIAL.match(text, span.start, span.end):
                return None
            continue
        # "… tại các phòng chức năng, các đơn vị trực thuộc trong toàn ngành": a place, not who acts.
        placed = number > 0 and _PREPOSITION.match(text, listed.end, span.end)
        if not placed and _predicate_follows(text, listed.end, span.end):
            return Assignment(span, (), _whole_group(text, listed, span.end).names, rule="assignment.subject")
        if number == 0:
            return None
    return None


# "Hằng tuần: Trung tâm …", "Về giải ngân: Sở Tài chính …"; "phối hợp giữa các cơ quan: Sở A, Sở B" names no subject.
_ANY_LABEL = re.compile(r"(?:(?!\bphối\s+hợp\b)[^:.;]){2,70}:\s+")
_PREPOSITION = re.compile(r"\s*(?:trong|tại|ở|trên|của|thuộc|về|với|cho|để|nhằm|theo(?!\s+dõi)|và|hoặc)\b")
_ADVERBIAL = re.compile(
    r"(?:Trên\s+cơ\s+sở|Căn\s+cứ|Theo|Khi|Trong|Sau|Trước|Định\s+kỳ|Hằng|Hàng|Để|Nhằm|Đối\s+với|Từ|Đến|Tại|Vào|Hết|Ngoài|Chậm\s+nhất|"
    r"Riêng|Ngay|Cuối|Đầu|Mỗi|Trường\s+hợp|Qua|Với|Về|Đồng\s+thời|Ngày)\b"
)


def leaving_predicate(text: str, start: int, end: int, listed: AgencyList) -> AgencyList:
    """The names of a sentence that ends in a full stop leave it something to do: ``Giao Công ty Cổ phần Cấp nước khảo
    sát tuyến ống.`` A heading without one may be a name to its end."""
    if not listed.names or not text[:end].endswith(".") or text[listed.end : end].strip(" .,\n"):
        return listed
    verb = find_verb_inside(text, listed.names[-1].spans[-1])
    shorter = find_list(text, start, verb) if verb is not None else listed
    return shorter if shorter.names else listed


def _first_words(text: str, span: Span) -> Assignment | None:
    """The agency that the first words name, with something to do behind it; its name is a proper one."""
    listed = starts_with_agency(text, span.start, span.end)
    if listed is None or not listed.names or not listed.names[0].name[:1].isupper():
        return None
    if not _predicate_follows(text, listed.end, span.end):
        return None
    return Assignment(span, (), listed.names, rule="assignment.subject")


def _predicate_follows(text: str, place: int, end: int) -> bool:
    rest = text[past_remark(text, place, end) : end].lstrip(" \n")
    return bool(rest) and rest[0] not in ".;" and (rest[0].islower() or rest[0] == ",")


def _clause_starts(text: str, span: Span) -> list[int]:
    """Places behind commas outside brackets and quotes, within the first sentence's first 320 characters."""
    stop = min(span.end, span.start + 320)
    meanwhile = _MEANWHILE.match(text, span.start, stop)
    places = [meanwhile.end()] if meanwhile is not None else []
    for match in _CLAUSE_START.finditer(text, span.start, stop):
        if match.group()[0] == ";":
            break
        if not _in_brackets(text, span.start, match.start()):
            places.append(match.end())
    return places


def _in_brackets(text: str, start: int, place: int) -> bool:
    before = text[start:place]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")


_REMARK = re.compile(r"\s*\([^()]*\)")


def past_remark(text: str, place: int, end: int) -> int:
    """After a remark in brackets behind a name: ``Sở Nội vụ (cơ quan thường trực) chủ trì``."""
    remark = _REMARK.match(text, place, end)
    return remark.end() if remark is not None else place


def past_space(text: str, place: int, end: int) -> int:
    while place < end and text[place].isspace():
        place += 1
    return place


@cache
def _patterns(group: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern.replace(" ", r"\s+"), re.I | re.S) for pattern in _words()[group])


def is_closing(words: str) -> str | None:
    """The rule by which ``words`` is a closing formula or a general call to everybody (R9), or None."""
    return next((f"closing.{n}" for n, p in enumerate(_patterns("closing"), 1) if p.search(words)), None)


def is_narration(words: str) -> str | None:
    """The rule by which ``words`` tells results, the situation or the legal basis (R9), or None."""
    return next((f"narration.{n}" for n, p in enumerate(_patterns("narration"), 1) if p.search(words)), None)


def introduces(words: str) -> bool:
    """``… như sau:``, ``thực hiện các nhiệm vụ sau:``: a line that only leads in what follows."""
    return bool(_INTRODUCES.search(words))


def has_directive(words: str) -> bool:
    """Does a sentence hold a verb by which work is ordered?"""
    return bool(one_of("directive", r"(?<!\w)").search(words.lower()))
