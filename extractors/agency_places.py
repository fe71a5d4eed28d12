"""Where an agency stands and what qualifies it: the places, levels and ties after its name, and what ends a name.

The names themselves are read by :mod:`extractors.agency_names`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass

from extractors.agency_authority import is_listed_only_in_capitals
from extractors.agency_words import WordTable, is_capital, is_mark, known_table, tables
from extractors.language import Phrase, read_stretch
from extractors.provinces import province_named
from extractors.records import AgencyKind

LONGEST_PLACE = 5
NUMERAL = re.compile(r"\d{1,2}|[IVX]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name over the words ``[first, last)``.

    ``shared``: the words that a list prints once for the names after this one (``Sở`` of ``các Sở: A; B``).
    ``plain``: where the name begins once such a list follows (after ``các``); else ``first``.
    """

    first: int
    last: int
    kind: AgencyKind
    rule: str
    shared: tuple[int, int] | None = None
    plain: int = -1


class PlaceReader(ABC):
    """The words of ``text[start:end]`` and what may be said of them.

    ``known``: names that the document shows whole elsewhere. ``whole``: the text is a value that consists of agencies,
    so a description may go on to the next separator ("các đơn vị quản lý hệ thống"); else it is running text.
    """

    def __init__(
        self, text: str, start: int, end: int, known: frozenset[str] = frozenset(), *, whole: bool = False
    ) -> None:
        self.text = text
        self.whole = whole
        stretch = read_stretch(text, start, end)
        self.words, self.phrases = stretch.words, stretch.phrases
        self.table = tables()
        self.known = known_table(known)

    @abstractmethod
    def name(self, at: int) -> Name | None:
        """The name that begins at word ``at``."""

    @abstractmethod
    def tail(self, at: int, *, described: bool = False) -> int:
        """After a name's own words that begin at ``at``."""

    @abstractmethod
    def units(self, at: int) -> int:
        """After a list of common nouns for agencies that begins at ``at``, or ``at``."""

    def key(self, at: int) -> str:
        """The key of word ``at``, ``""`` past the end."""
        return self.words[at].key if at < len(self.words) else ""

    def capital(self, at: int) -> bool:
        """Does word ``at`` begin with a capital letter or a digit?"""
        return at < len(self.words) and is_capital(self.words[at])

    def new_line(self, at: int) -> bool:
        """Does word ``at`` begin a printed line (not the first one)?"""
        return 0 < at < len(self.words) and "\n" in self.text[self.words[at - 1].end : self.words[at].start]

    def new_block(self, at: int) -> bool:
        """Is word ``at`` parted from the one before by an empty line, or is it a number that begins a line?"""
        if not self.new_line(at):
            return False
        gap = self.text[self.words[at - 1].end : self.words[at].start]
        return gap.count("\n") > 1 or self.words[at].text[0].isdigit()

    def at(self, table: WordTable, at: int) -> int:
        """The index after the longest phrase of ``table`` at ``at``, or ``at``."""
        return table.match(self.words, at)

    def separator(self, at: int) -> int:
        """The index after a separator of list members at ``at`` (a comma, "và", "; và", a bullet), or ``at``."""
        i = at
        while True:
            after = self.at(self.table.separators, i)
            if after == i and self.key(i) in ("-", "+", "•", "*") and (self.new_line(i) or self.whole):
                after = i + 1
            if after == i:
                return i
            i = after

    def credible(self, phrase: Phrase) -> bool:
        """Not a common word that only looks like a listed name (``tư``, ``tài chính kế toán``)."""
        printed = self.text[phrase.start : phrase.end]
        if is_listed_only_in_capitals(printed):
            return not any(character.islower() for character in printed)
        headed = self.at(self.table.heads, phrase.first) > phrase.first
        if phrase.kind == "group":
            return True
        inside = self.words[phrase.first + 1 : phrase.last]
        return self.capital(phrase.first) or (
            headed and (any(map(is_capital, inside)) or phrase.last - phrase.first > 1)
        )

    def begins_anew(self, at: int) -> bool:
        """Is word ``at``, the first of a printed line, the beginning of another name or of the predicate?"""
        if not self.new_line(at):
            return False
        headed = self.capital(at) and self.at(self.table.heads, at) > at
        headed = headed and self.at(self.table.traps, at) == self.at(self.table.not_heads, at) == at
        return self.is_named(at) or headed or self.begins_predicate(at) or self.begins_group(at)

    def begins_predicate(self, at: int) -> bool:
        """Does a post or a verb begin here that opens the predicate? A verb that also stands in names does so only
        before its object: ``Trung tâm`` / ``Xúc tiến Thương mại``, but ``Văn phòng`` / ``Tổng hợp báo cáo``."""
        if self.at(self.table.posts, at) > at:
            return True
        return self.is_verb_at(at) and (self.at(self.table.ambiguous, at) <= at or self.has_object(at))

    def is_verb_at(self, at: int) -> bool:
        """Does a listed verb stand here, not one that is half of a longer word (``dự`` in ``dự án``)?"""
        verb = self.at(self.table.predicates, at)
        return verb > at and self.at(self.table.compounds, at) <= verb

    def has_object(self, at: int) -> bool:
        """Is the listed verb at ``at`` followed by what shows that it is meant as a predicate?"""
        verb = self.at(self.table.predicates, at)
        plain = self.at(self.table.predicates, verb) > self.at(self.table.ambiguous, verb)
        return verb > self.at(self.table.ambiguous, at) or plain or self.at(self.table.objects, verb) > verb

    def begins_group(self, at: int) -> bool:
        """Does a group begin a line here: ``Các …``; in a value also ``các …`` and ``Sở, ban, ngành``?"""
        if self.at(self.table.quantifiers, at) > at:
            return self.whole or self.capital(at)
        return self.whole and self.capital(at) and self.units(at) > self.unit(at)

    def is_named(self, at: int) -> bool:
        """Does a name of its own (no common noun) begin at ``at``?"""
        if any(p.kind == "agency" and self.credible(p) for p in self.phrases.get(at, ())):
            return True
        body = self.at(self.table.bodies, at)
        if body > at and self.placed(body)[0] > body and self.at(self.table.places, at) == at:
            return True
        head = self.at(self.table.heads, at)
        place = self.at(self.table.places, head)
        return (
            head > at
            and head < len(self.words)
            and place == head
            and self.capital(head)
            and (self.at(self.table.traps, at) == at)
        )

    def ends_name(self, at: int) -> bool:
        """Is a name surely over before word ``at``?"""
        return (
            at >= len(self.words)
            or is_mark(self.words[at])
            or self.separator(at) > at
            or self.at(self.table.stops, at) > at
            or self.is_verb_at(at)
            or self.new_line(at)
        )

    def unit(self, at: int) -> int:
        return max(self.at(self.table.closed_units, at), self.at(self.table.open_units, at))

    def placed(self, at: int) -> tuple[int, AgencyKind]:
        """After the places that a body may stand at, and whether they make it a group."""
        quantified = self.at(self.table.quantifiers, at)
        if quantified == at and at < len(self.words) and self.words[at].text.isdigit():
            quantified = at + 1
        if quantified == at and self.key(at) == "cấp":
            quantified = at + 1
        place = self.at(self.table.places, quantified)
        if quantified > at and (self.key(quantified), self.key(quantified + 1)) == ("địa", "phương"):
            return self.qualified(quantified + 2), "group"  # "UBND các địa phương"
        if self.at(self.table.closed_units, quantified) > place and quantified > at:
            return self._bodies(quantified), "group"  # "Ban Thường vụ các huyện ủy, thành ủy"
        if place == quantified:
            return self.qualified(at), "agency"
        several = quantified > at
        name = self.proper(place)
        if name > place and not several:
            return self.qualified(name), "agency"
        while True:
            after = self.separator(place)
            level = after + 1 if self.key(after) == "cấp" and self.key(at) == "cấp" else after
            following = self.at(self.table.places, level)
            if after == place or self.key(place) == ";" or following == level:
                break
            town = self.proper(following)
            if town > following:
                if several and self.at(self.table.towns, level) == following:
                    return self.qualified(town), "group"
                break
            if not self._is_listed_place(level, following, several=several):
                break
            several, place = True, following
        place = self.enumerated(place) if several else place
        return self.qualified(place), "group" if several else "agency"

    def enumerated(self, at: int) -> int:
        """After the names of the places that ``các huyện`` announces: ``Hướng Hóa, Đakrông và Vĩnh Linh``, where one
        or more follow the first; or ``at``."""
        end, count = at, 0
        while True:
            after = self.separator(end) if self.key(end) in (",", "và") else end
            named = self._place_name(after) if after > end or count == 0 else after
            if named == after:
                return end if count > 1 else at
            end, count = named, count + 1

    def _place_name(self, at: int) -> int:
        plain = self.capital(at) and not self.words[at].text[0].isdigit() and not self.new_line(at)
        return self.proper(at) if plain and self.at(self.table.heads, at) == at and not self.is_named(at) else at

    def _is_listed_place(self, at: int, end: int, *, several: bool) -> bool:
        """Is the place noun ``[at, end)`` a member of "các xã, thị trấn", whatever verb follows ("cắm biển")? Not the
        beginning of another name ("Huyện đoàn") or half of a word ("xã hội"); without "các" its end must be sure."""
        if self.ends_name(end) or self.at(self.table.qualifiers, end) > end:
            return True
        plain = not self.capital(at) and not self.capital(end) and self.at(self.table.compounds, at) <= end
        return several and plain and self.at(self.table.heads, at) <= end

    def qualified(self, at: int) -> int:
        """After the places and qualifiers that follow a name."""
        for _ in range(4):
            after = self.qualifier(at)
            if after == at:
                break
            at = after
        return at

    def qualifier(self, at: int) -> int:
        if at >= len(self.words):
            return at
        listed = self.at(self.table.qualifiers, at)
        tie = self.at(self.table.ties, at)
        if tie > at and tie >= listed:
            bound = self._tied(tie)
            if bound > tie:
                return bound
        if listed > at:
            return listed
        if self.key(at) == "ngành" and self.unit(at) > at + 1:  # "Công đoàn ngành y tế"
            return self.unit(at)
        if tuple(self.key(i) for i in range(at - 2, at + 1)) == ("giúp", "việc", "cho"):
            whom = self.name(at + 1)  # "Bộ phận giúp việc cho Ban Chỉ đạo"
            return whom.last if whom else at
        if self.key(at) == "cấp":
            level = self.at(self.table.places, at + 1)
            while level > at + 1 and self.key(level) == "," and self.at(self.table.places, level + 1) > level + 1:
                level = self.at(self.table.places, level + 1)
            return level if level > at + 1 else at
        place = self.at(self.table.places, at)
        if place > at:
            named = self.proper(place)
            return at if self._is_no_place(at, place) else self._like_places(place) if named == place else named
        return max(self.branch(at), self._numbered(at), self.province(at))

    def _is_no_place(self, at: int, end: int) -> bool:
        """Is the place noun ``[at, end)`` half of a word ("xã" of "xã hội"), or told by more than a name or number
        ("khu vực nhà tạm")?"""
        told = self.at(self.table.numbered, at) == end and self.proper(end) == end and not self.ends_name(end)
        return told or self.at(self.table.compounds, at) > end

    def _like_places(self, at: int) -> int:
        """After the place nouns of one level that go on with the one before ``at``: ``Các phòng Y tế quận`` / ``,
        huyện``, ``Trạm Y tế xã`` / ``, phường, thị trấn``. None of them has a name of its own, and the name is over."""
        levels = at > 1 and self.key(at - 2) == "tuyến"  # "Bệnh viện đa khoa tuyến tỉnh, huyện"
        while self.key(at) in (",", "/") and (levels or self.key(at - 1) not in ("tỉnh", "ương")):
            following = self.at(self.table.places, at + 1)
            bare = following > at + 1 and self.proper(following) == following and not self.capital(at + 1)
            if not bare or not self.ends_name(following):
                break
            at = following
        return at

    def branch(self, at: int) -> int:
        """After ``chi nhánh khu vực 3``, ``- Chi nhánh Lào Cai``: the branch that the body before it acts by."""
        start = at + 1 if self.key(at) == "-" and self.capital(at + 1) else at
        branch = self.at(self.table.branches, start)
        if branch == start or (start == at and self.capital(at) and self.new_line(at)):
            return at
        place = self.at(self.table.places, branch)
        named = self.proper(place)
        return named if named > branch else at

    def _numbered(self, at: int) -> int:
        """After the number of one of several like bodies: ``khu vực VIII``, ``Thuế cơ sở 3``."""
        counted = any(self.at(self.table.numbered, start) == at for start in range(max(0, at - 3), at))
        numeral = at < len(self.words) and NUMERAL.fullmatch(self.words[at].text) and not self.new_block(at)
        return at + 1 if counted and numeral else at

    def province(self, at: int) -> int:
        """After the name of a province at ``at``, or ``at``."""
        for size in (4, 3, 2):
            last = at + size
            if last > len(self.words) or not self.capital(at) or is_mark(self.words[last - 1]):
                continue
            marks = any(is_mark(word) and word.key != "-" for word in self.words[at:last])
            if not marks and province_named(" ".join(word.text for word in self.words[at:last])):
                return last
        return at

    def _bodies(self, at: int) -> int:
        """After a list of bodies that other bodies belong to (``huyện ủy, thị ủy và thành ủy``)."""
        end = self.at(self.table.closed_units, at)
        while self.at(self.table.closed_units, after := self.separator(end)) > after > end:
            end = self.at(self.table.closed_units, after)
        return end

    def _tied(self, at: int) -> int:
        """After what "thuộc", "của", "tại" bind to a name: another name, or a place."""
        quantified = self.at(self.table.quantifiers, at)
        place = self.at(self.table.places, quantified)
        if place > quantified and not self.is_named(at):
            return at if self._is_no_place(quantified, place) else self.placed(at)[0]
        if self.key(at) in ("ngành", "đơn", "địa", "mình"):
            unit = self.unit(at)
            field = self.key(at) == "ngành" and self.capital(unit) and not self.new_line(unit)  # "ngành Công Thương"
            return self.qualified(self.tail(unit) if field else unit) if unit > at else at
        bound = self.name(at)
        if bound:
            return bound.last
        alone = self.at(self.table.standalone, at)
        if alone > at:
            return alone
        return self.tail(at) if self.whole else at

    def proper(self, at: int) -> int:
        """After a place's own name (``Văn Phú``, ``Ea H'Leo``, ``số 3``, ``VIII``) at ``at``, or ``at``."""
        i = at
        province = self.province(at)
        if province > at:
            return province
        if self.key(i) == "số" and i + 1 < len(self.words) and self.words[i + 1].text.isdigit():
            return i + 2
        while i < len(self.words) and i - at < LONGEST_PLACE:
            word = self.words[i]
            inner = word.text in ("'", "’") and i > at
            if (not inner and not is_capital(word)) or self.new_block(i):
                break
            if (i > at and self.begins_anew(i)) or (self.new_line(i) and self.begins_predicate(i)):
                break
            if self.at(self.table.quantifiers, i) > i and not word.text.isdigit():
                break
            if not inner and (self.is_named(i) or self.at(self.table.posts, i) > i or self._is_sentence(i)):
                break
            i += 1
        return i

    def _is_sentence(self, at: int) -> bool:
        """Do words begin here that are printed as a sentence's, not as a place's (``Ban hành``)?"""
        last = max(self.at(words, at) for words in (self.table.predicates, self.table.traps))
        return last > at + 1 and not any(map(is_capital, self.words[at + 1 : last]))
