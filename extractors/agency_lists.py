"""Lists of agencies: members, separators, and the head noun that a list prints once (RULES R17)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.agency_names import Name, NameReader
from extractors.agency_words import is_mark
from extractors.document import Span
from extractors.records import AgencyRef
from extractors.text import clean

_CONFIDENCE = {"agency.head": 0.8, "agency.unknown": 0.5, "agency.units": 0.9, "agency.shared": 0.9}


@dataclass(frozen=True, slots=True)
class AgencyList:
    """Names in printed order, and where the text goes on after them."""

    names: tuple[AgencyRef, ...]
    end: int


@dataclass(slots=True)
class _Members:
    """What a list has given so far. ``shared``: the words put to a name without a head; ``announced``: by a colon."""

    reader: NameReader
    names: list[AgencyRef]
    shared: tuple[int, int] | None = None
    announced: bool = False
    mark: str = ""
    last: Name | None = None

    def add(self, name: Name) -> None:
        self.shared = self.shared if self.announced else name.shared
        if self.last and self.last.kind == "person" and self._is_own_post(name):
            return  # "Đồng chí A, Phó Bí thư Tỉnh ủy"
        self.last = name
        self.names.append(_ref(self.reader, name.first, name.last, name))

    def add_shared(self, first: int, last: int) -> None:
        """A name that takes the list's head; "các" before the first name then belongs to the list, not to the name."""
        assert self.shared is not None
        if self.last and self.last.last <= self.shared[1]:  # "Chủ tịch UBND các huyện, thị xã B và thành phố C"
            pass
        elif self.last and self.last.rule == "agency.post" and not self.announced:
            self.names[-1] = _shared_ref(self.reader, self.shared, self.shared[1], self.last.last)
            self.last = None
        elif self.last and self.last.plain > self.last.first and not self.announced:
            self.names[-1] = _ref(self.reader, self.last.plain, self.last.last, self.last)
            self.last = None
        self.names.append(_shared_ref(self.reader, self.shared, first, last))

    def _is_own_post(self, name: Name) -> bool:
        """Is ``name`` what the person before it is: ``Đồng chí A, Phó Bí thư``, ``bà B, công chức Tư pháp``?"""
        staff = self.reader.at(self.reader.table.everybody, name.first) > name.first
        return (name.rule == "agency.post" or staff) and self.reader.key(name.first - 1) in (",", "-", "(")

    def takes_head(self, at: int, bare: int, name: Name | None) -> bool:
        """Is the member at ``at`` a name without the shared head, not an agency by itself ("…, Công an tỉnh")?"""
        assert self.shared is not None
        if name is None:
            return True
        listed = self.reader.listed_bare(at, self.shared)
        owner = self.reader.at(self.reader.table.owners, at) > at
        if self.announced and owner:
            return bare >= name.last
        return bare >= name.last and not owner and (name.rule == "agency.head" or name.last <= listed or self._places())

    def _places(self) -> bool:
        """Are the shared words a body that stands at each place ("UBND các xã:")?"""
        return self.last is not None and self.last.rule == "agency.body"

    def part(self, mark: str) -> None:
        """Note what parts two members: after commas a semicolon ends the announced list ("Các Sở: A, B; Công an")."""
        if self.announced and mark in (",", ";"):
            self.mark = self.mark or mark
            if mark == ";" and self.mark == ",":
                self.shared, self.announced, self.mark = None, False, ""

    def announce(self) -> bool:
        """The last name turns out to be the heading of a list ("Các Sở, ngành:"): it is no member itself."""
        if self.last is None or self.last.shared is None or self.last.kind != "group":
            return False
        self.names.pop()
        self.shared, self.announced = _announced(self.reader, self.last), True
        return True


def read_list(reader: NameReader, at: int) -> tuple[list[AgencyRef], int]:
    """The members of a list that begins at word ``at`` of running text, and the index of the word after it."""
    members, end = _Members(reader, []), at
    while True:
        last = _member(members, at)
        if last == at:
            return members.names, end
        end = last
        if reader.key(end) == ":" and _follows_shared(members, end + 1) and members.announce():
            at = end + 1
            continue
        after = _after_bracket(reader, end)
        members.part(reader.key(after))
        at = reader.separator(after)
        if at == after:
            return members.names, end


def read_whole(reader: NameReader) -> list[AgencyRef]:
    """All agencies of a value that consists of agencies; role text after a name is passed over."""
    members, at, told = _Members(reader, []), 0, False
    while at < len(reader.words):
        before = at
        members.part(reader.key(at))
        at = _lead_in(reader, reader.separator(at)) if not told or reader.separator(at) > at else at
        last = _member(members, at)
        if last > at:
            at, told = last, True
            if reader.key(at) == ":" and _follows_shared(members, at + 1) and members.announce():
                at += 1
                continue
            at = _after_role(reader, at)
        elif at < len(reader.words):
            last = _unknown_end(reader, at)
            titled = members.last is not None and members.last.kind == "person"  # "Đ/c A - PCT"
            if last > at and _goes_on(members, at):
                assert members.last is not None
                members.last = replace(members.last, last=last)
                members.names[-1] = _ref(reader, members.last.first, last, members.last)
            elif last > at and not titled and not _is_role(reader, at):
                members.names.append(_ref(reader, at, last, Name(at, last, "agency", "agency.unknown")))
            at = _after_role(reader, max(last, at))
        at = max(at, before + 1)
    return [name for name in members.names if any(map(str.isalpha, name.name))]


def _goes_on(members: _Members, at: int) -> bool:
    """Do the words at ``at``, in lower case behind a comma, go on with a room's name: ``Phòng Phổ biến, giáo dục pháp
    luật``, ``Khoa Truyền thông, giáo dục sức khỏe``?"""
    reader, last = members.reader, members.last
    if last is None or last.rule not in ("agency.head", "agency.units") or reader.key(at - 1) != ",":
        return False
    own = reader.capital(last.first) and any(reader.capital(i) for i in range(last.first + 1, last.last))
    if not own or last.last != at - 1:
        return False
    return not reader.capital(at) and not _is_role(reader, at) and not reader.new_line(at)


def _member(members: _Members, at: int) -> int:
    """Read one member at word ``at``; the index after it, or ``at``."""
    reader = members.reader
    if members.shared and at < len(reader.words):
        bare = reader.bare(at, members.shared, announced=False)
        name = reader.name(at)
        if bare > at and members.takes_head(at, bare, name):
            members.add_shared(at, bare)
            return bare
        if name is None and members.announced:
            bare = reader.bare(at, members.shared, announced=True)
            if bare > at:
                members.add_shared(at, bare)
                return bare
    name = reader.name(at)
    if name is None and members.last and members.last.kind == "group" and at > members.last.last:
        name = reader.companion(at)
    if name is None:
        return at
    members.add(name)
    return name.last


def _follows_shared(members: _Members, at: int) -> bool:
    last, reader = members.last, members.reader
    if last is None or last.shared is None or at >= len(reader.words):
        return False
    if reader.bare(at, last.shared, announced=False) > at:
        return True
    table = reader.table  # "Các Tổ đại biểu: Mỗi quý …", "Các Sở, ngành: Trước ngày 20 …": no names
    begins = reader.key(at) in ("hằng", "hàng", "ngày") or any(
        reader.at(words, at) > at for words in (table.predicates, table.stops, table.quantifiers)
    )
    plain = reader.capital(at) and not begins and reader.name(at) is None and not reader.new_line(at)
    return plain and _may_be_member(members, at)


def _may_be_member(members: _Members, at: int) -> bool:
    """A place has all its words in capitals ("UBND các xã: Ea Kao, Hòa Phú"), a name is over at a mark or line end:
    "UBND các xã: Cắm mốc", "Các sở, ngành: Ký cam kết trong Quý I" tell work."""
    reader, last = members.reader, members.last
    if last is None:
        return False
    if any(reader.at(reader.table.places, i) > i for i in range(last.first, last.last)):
        return reader.capital(at + 1) or reader.ends_name(at + 1)
    end = reader.bare(at, last.shared or (at, at), announced=True)
    return reader.at(reader.table.stops, end) == end and reader.ends_name(end)


def _announced(reader: NameReader, name: Name) -> tuple[int, int]:
    """The words that "UBND các xã:" or "Các Sở, ngành:" put to each member: the head, or the whole of a body. Of
    "UBND các xã, phường:" the body alone: which of the two a member is, is not printed."""
    assert name.shared is not None
    first = name.shared[0]
    quantifier = next((i for i in range(first, name.last) if reader.at(reader.table.quantifiers, i) > i), -1)
    places = sum(reader.at(reader.table.places, i) > i for i in range(max(quantifier, first), name.last))
    if places == 0:
        return name.shared
    return (first, quantifier if quantifier > first and places > 1 else name.last)


def _ref(reader: NameReader, first: int, last: int, name: Name) -> AgencyRef:
    span = Span(reader.words[first].start, reader.words[last - 1].end)
    return AgencyRef(clean(span.cut(reader.text)), (span,), name.kind, None, name.rule, _CONFIDENCE.get(name.rule, 1.0))


def _shared_ref(reader: NameReader, shared: tuple[int, int], first: int, last: int) -> AgencyRef:
    words = reader.words
    own = Span(words[first].start, words[last - 1].end)
    quantifier = next((i for i in range(*shared) if reader.at(reader.table.quantifiers, i) > i), shared[0])
    if quantifier > shared[0] and reader.at(reader.table.places, first) > first:
        shared = (shared[0], quantifier)  # "UBND các xã: A, B và phường C"
    prefix = Span(words[shared[0]].start, words[shared[1] - 1].end)
    head = " ".join(word for word in prefix.cut(reader.text).split() if word.lower() not in ("các", "những"))
    name, rule = clean(f"{head} {own.cut(reader.text)}"), "agency.shared"
    return AgencyRef(name, (prefix, own), "agency", None, rule, _CONFIDENCE[rule])


def _after_bracket(reader: NameReader, at: int) -> int:
    """After a remark in brackets at ``at`` ("(cơ quan thường trực)"), if it is closed."""
    if reader.key(at) != "(":
        return at
    return next((i + 1 for i in range(at, len(reader.words)) if reader.key(i) == ")"), at)


def _lead_in(reader: NameReader, at: int) -> int:
    """After list numbers and words that only lead in ("Đề nghị phối hợp với", "Chủ trì:")."""
    while at < len(reader.words):
        after = reader.at(reader.table.lead_ins, at)
        if after == at and reader.words[at].text.isdigit() and reader.key(at + 1) in (".", ")"):
            after = at + 2
        if after == at and is_mark(reader.words[at]):
            after = at + 1
        if after == at:
            return at
        at = after
    return at


def _is_role(reader: NameReader, at: int) -> bool:
    return reader.at(reader.table.predicates, at) > at or reader.at(reader.table.stops, at) > at


def _after_role(reader: NameReader, at: int) -> int:
    """Pass over role text ("trực tiếp triển khai tại địa bàn") to the next member's separator or beginning."""
    at = _after_bracket(reader, at)
    if at >= len(reader.words) or reader.separator(at) > at:
        return at
    if reader.new_line(at) and reader.name(at):
        return at
    for i in range(at, len(reader.words)):
        if reader.key(i) == ";":
            return i
        starts = reader.new_line(i) or reader.key(i - 1) in (".", ",") or not _is_bound(reader, i)
        if starts and reader.capital(i) and reader.name(i):
            return i
    return len(reader.words)


def _is_bound(reader: NameReader, at: int) -> bool:
    """Does the word before ``at`` tie it to itself ("của Sở", "báo cáo UBND", "phối hợp với Tư pháp")?"""
    table = reader.table
    return any(
        start >= 0 and reader.at(words, start) == at
        for words in (table.ties, table.stops, table.predicates, table.places, table.quantifiers, table.lead_ins)
        for start in range(at - 4, at)
    )


def _unknown_end(reader: NameReader, at: int) -> int:
    """The end of a piece whose name is not recognised: the next separator outside brackets."""
    for i in range(at, len(reader.words)):
        key = reader.key(i)
        if key in (";", ",", ":", "(", ".") or (reader.new_line(i) and i > at and reader.name(i)):
            return i
        if key in ("và", "/") and reader.name(i + 1):
            return i
    return len(reader.words)
