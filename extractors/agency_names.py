"""One agency's name in a text: where it begins, and by which word it is over.

A name is, in this order of trust: one that the document shows whole elsewhere, one of the authority list, a post with
its office, a person, a group of common nouns ("các sở, ban, ngành"), or a head noun with its own words ("Tổ thẩm
định"). What follows it belongs to it while it is a place or a qualifier ("tỉnh", "có liên quan", "thuộc UBND xã").
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.agency_authority import is_listed_only_in_capitals, province_named
from extractors.agency_words import WordTable, is_capital, is_mark, tables
from extractors.language import Phrase, Token, find_phrases, segment, words_of
from extractors.records import AgencyKind

_LONGEST_TAIL = 14  # words of a name after its head; "Ban Quản lý dự án đầu tư xây dựng công trình giao thông" has 12
_LONGEST_PLACE = 5
_SURE_TAIL = 3  # a tail of more words than this, ended by no listed verb, may hold an unlisted one


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


class NameReader:
    """Reads names in ``text[start:end]``.

    ``known``: names that the document shows whole elsewhere. ``whole``: the text is a value that consists of agencies,
    so a description may go on to the next separator ("các đơn vị quản lý hệ thống"); else it is running text.
    """

    def __init__(
        self, text: str, start: int, end: int, known: frozenset[str] = frozenset(), *, whole: bool = False
    ) -> None:
        self.text = text
        self.whole = whole
        self.words = words_of(text, start, end)
        self.table = tables()
        self._known = _known_table(known)
        self._phrases: dict[int, list[Phrase]] = {}
        for phrase in find_phrases(text, start, end):
            self._phrases.setdefault(phrase.first, []).append(phrase)

    # --- what stands at a word ---

    def key(self, at: int) -> str:
        """The key of word ``at``, ``""`` past the end."""
        return self.words[at].key if at < len(self.words) else ""

    def capital(self, at: int) -> bool:
        """Does word ``at`` begin with a capital letter or a digit?"""
        return at < len(self.words) and is_capital(self.words[at])

    def new_line(self, at: int) -> bool:
        """Does word ``at`` begin a printed line (not the first one)?"""
        return 0 < at < len(self.words) and "\n" in self.text[self.words[at - 1].end : self.words[at].start]

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

    def name(self, at: int) -> Name | None:
        """The name that begins at word ``at``."""
        if at >= len(self.words) or is_mark(self.words[at]):
            return None
        person = self._person(at)
        if person:
            return person
        listed = self._listed(at)
        readings = [self._learned(at), listed, self._post(at)]
        if self.at(self.table.traps, at) == at or listed:
            readings += [self._body(at), self._group(at)]
            headed = self._headed(at)
            if headed and (listed is None or self._goes_on(listed)):
                readings.append(headed)
        found = [reading for reading in readings if reading]
        return max(found, key=lambda name: name.last, default=None)

    def bare(self, at: int, shared: tuple[int, int], *, announced: bool) -> int:
        """The end of a name at ``at`` that lacks the shared head, or ``at``: listed with that head ("Nội vụ" for
        "Sở"), or, where a colon announced the list, anything in capitals."""
        head = " ".join(self.key(i) for i in range(*shared))
        head = {"vp": "văn phòng"}.get(head, head)
        ends = [p.last for p in self._phrases.get(at, ()) if p.kind == f"bare:{head}" and self.capital(at)]
        if ends:
            return self._qualified(max(ends))
        place = self.at(self.table.places, at)
        if place > at and self._proper(place) > place:
            return self._proper(place)
        own = self.at(self.table.heads, at) > at
        return self._tail(at) if announced and self.capital(at) and not own else at

    def _goes_on(self, listed: Name) -> bool:
        """May a listed name be but the beginning of a longer one ("Phòng Kinh tế đối ngoại")?"""
        after = listed.last
        if self.at(self.table.closed_heads, listed.first) > listed.first or listed.kind == "group":
            return False
        if self._ends_name(after) or is_mark(self.words[after]):
            return False
        return self.capital(after) or self.whole

    # --- the kinds of name ---

    def _learned(self, at: int) -> Name | None:
        last = self.at(self._known, at)
        return Name(at, last, "agency", "agency.document") if last > at else None

    def _listed(self, at: int) -> Name | None:
        found = [p for p in self._phrases.get(at, ()) if p.kind in ("agency", "group") and self._credible(p)]
        if not found:
            return None
        best = max(found, key=lambda phrase: phrase.last)
        kind: AgencyKind = "group" if best.kind == "group" else "agency"
        return Name(at, self._qualified(best.last), kind, f"agency.{best.kind}", *self._sharing(at, best.last))

    def _sharing(self, at: int, end: int) -> tuple[tuple[int, int] | None, int]:
        """The head that a list may print once for names after this one, and where it stands."""
        start = self.at(self.table.quantifiers, at)
        head = self.at(self.table.sharing_heads, start)
        return ((start, head), start) if start < head <= end else (None, -1)

    def _credible(self, phrase: Phrase) -> bool:
        """Not a common word that only looks like a listed name (``tư``, ``tài chính kế toán``)."""
        printed = self.text[phrase.start : phrase.end]
        if is_listed_only_in_capitals(printed):
            return not any(character.islower() for character in printed)
        headed = self.at(self.table.heads, phrase.first) > phrase.first
        if phrase.kind == "group":
            return True
        inside = self.words[phrase.first + 1 : phrase.last]
        return self.capital(phrase.first) or (headed and (any(map(is_capital, inside)) or phrase.last - phrase.first > 1))

    def _body(self, at: int) -> Name | None:
        """A body that stands at each place: ``UBND các xã, phường``, ``UBND cấp huyện``, ``UBND phường Văn Phú``."""
        best: Name | None = None
        for end in self.table.bodies.matches(self.words, at):
            last, kind = self._placed(end)
            if kind == "group" and self.whole and self.key(last) == "có" and not self._ends_name(last + 1):
                last = self._tail(last + 1, described=True)
            if last > end and (best is None or last > best.last):
                best = Name(at, last, kind, "agency.body", (at, end), at)
        return best

    def _person(self, at: int) -> Name | None:
        title = self.at(self.table.persons, at)
        post = self._post(title) if title > at else None
        if post:
            return Name(at, post.last, post.kind, "agency.post")
        last = title
        while last < len(self.words) and last - title < _LONGEST_PLACE and self.words[last].text[0].isupper():
            last += 1
        return Name(at, last, "person", "agency.person") if last > title > at else None

    def _post(self, at: int) -> Name | None:
        """``Giám đốc, Thủ trưởng các Sở``; ``Chủ tịch UBND các xã, phường``: the posts and their office."""
        first = at + 1 if self.key(at) in ("các", "đồng") and self.at(self.table.posts, at + 1) > at + 1 else at
        for end in self.table.posts.matches(self.words, first):
            if end < len(self.words) and self.key(end) in (",", "/", "và"):
                after = self.name(end + 1)
                if after and after.rule == "agency.post" and after.first == end + 1:
                    return Name(at, after.last, after.kind, "agency.post")
            office = self.name(end)
            if office and office.kind != "person":
                return Name(at, office.last, office.kind, "agency.post")
            alone = self.at(self.table.standalone, end)
            if alone > end:
                return Name(at, self._qualified(alone), "agency", "agency.post")
        return None

    def _group(self, at: int) -> Name | None:
        """Common nouns as one group: ``các sở, ban, ngành``, ``cơ quan, tổ chức liên quan``, ``cộng đồng dân cư``."""
        start = self.at(self.table.quantifiers, at)
        if start == at and self.words[at].text.isdigit() and self._unit(at + 1) > at + 1:
            start = at + 1
        quantified = start > at
        if quantified and self._is_named(start):
            return self._several(at, start)
        end = self._units(start)
        if end == start:
            return None
        described = self._qualified(self._description(end)) if self._is_open(start, end) else self._qualified(end)
        if not quantified and not self._stands_alone(start, end, described):
            return None
        return Name(at, described, "group", "agency.units", *self._sharing(at, self._unit(start)))

    def _several(self, at: int, start: int) -> Name | None:
        """``các Sở Nội vụ, Y tế``, ``các Ban Quản lý dự án``: a quantifier before names of their own."""
        named = self._listed(start) or self._headed(start)
        if named is None:
            return None
        return Name(at, named.last, "group", named.rule, named.shared, start)

    def _headed(self, at: int) -> Name | None:
        """A head noun with words of its own: ``Tổ thẩm định``, ``Ban Quản lý dự án đầu tư xây dựng số 1``."""
        if self.at(self.table.not_heads, at) > at:
            return None
        for head in self.table.heads.matches(self.words, at):
            if head >= len(self.words) or not self._begins_tail(at, head):
                if self._alone(at, head):
                    return Name(at, self._qualified(head), "agency", "agency.head")
                continue
            last = self._qualified(self._tail(head))
            if last > head:
                return Name(at, last, "agency", "agency.head", *self._sharing(at, head))
        return None

    def _alone(self, at: int, head: int) -> bool:
        return self.capital(at) and self.at(self.table.standalone, at) == head and self._ends_name(head)

    def _begins_tail(self, at: int, head: int) -> bool:
        """May the word after a head noun be the first of its own words?"""
        if is_mark(self.words[head]) or self.at(self.table.stops, head) > head:
            return False
        complete = self.at(self.table.standalone, at) == head
        if self.new_line(head) and (self._begins_predicate(head) or self._begins_group(head)):
            return False
        if complete and self.at(self.table.sharing_heads, at) != head and self._begins_anew(head):
            return False
        if self.capital(head):
            return True
        if self.at(self.table.verbal_heads, at) != head or self.key(head) in ("các", "và"):
            return False
        if self.at(self.table.compounds, head) > head or self.at(self.table.ambiguous, head) > head:
            return True
        return self.at(self.table.predicates, head) == head

    def _begins_anew(self, at: int) -> bool:
        """Is word ``at``, the first of a printed line, the beginning of another name or of the predicate?"""
        if not self.new_line(at):
            return False
        headed = self.capital(at) and self.at(self.table.heads, at) > at and self.at(self.table.traps, at) == at
        return self._is_named(at) or headed or self._begins_predicate(at) or self._begins_group(at)

    def _begins_predicate(self, at: int) -> bool:
        return any(self.at(words, at) > at for words in (self.table.predicates, self.table.posts))

    def _begins_group(self, at: int) -> bool:
        """"Các …" at a line's beginning; in a value also "các …" and "Sở, ban, ngành"."""
        if self.at(self.table.quantifiers, at) > at:
            return self.whole or self.capital(at)
        return self.whole and self.capital(at) and self._units(at) > self._unit(at)

    # --- how far a name goes ---

    def _placed(self, at: int) -> tuple[int, AgencyKind]:
        """After the places that a body may stand at, and whether they make it a group."""
        quantified = self.at(self.table.quantifiers, at)
        if quantified == at and at < len(self.words) and self.words[at].text.isdigit():
            quantified = at + 1
        if quantified == at and self.key(at) == "cấp":
            quantified = at + 1
        place = self.at(self.table.places, quantified)
        if place == quantified:
            return self._qualified(at), "agency"
        several = quantified > at
        name = self._proper(place)
        if name > place and not several:
            return self._qualified(name), "agency"
        while True:
            after = self.separator(place)
            level = after + 1 if self.key(after) == "cấp" and self.key(at) == "cấp" else after
            following = self.at(self.table.places, level)
            if after == place or self.key(place) == ";" or following == level or self._proper(following) > following:
                break
            if not self._ends_name(following) and self.at(self.table.qualifiers, following) == following:
                break
            several, place = True, following
        return self._qualified(place), "group" if several else "agency"

    def _qualified(self, at: int) -> int:
        """After the places and qualifiers that follow a name."""
        for _ in range(4):
            after = self._qualifier(at)
            if after == at:
                break
            at = after
        return at

    def _qualifier(self, at: int) -> int:
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
        if self.key(at) == "cấp":
            level = self.at(self.table.places, at + 1)
            while level > at + 1 and self.key(level) == "," and self.at(self.table.places, level + 1) > level + 1:
                level = self.at(self.table.places, level + 1)
            return level if level > at + 1 else at
        place = self.at(self.table.places, at)
        if place > at:
            return self._proper(place)
        for size in (4, 3, 2):
            if at + size <= len(self.words) and self.capital(at):
                printed = self.text[self.words[at].start : self.words[at + size - 1].end]
                marks = any(self.key(i) in (",", ";", ".", ":", "(") for i in range(at, at + size))
                if not marks and province_named(" ".join(printed.split())):
                    return at + size
        return at

    def _tied(self, at: int) -> int:
        """After what "thuộc", "của", "tại" bind to a name: another name, or a place."""
        quantified = self.at(self.table.quantifiers, at)
        place = self.at(self.table.places, quantified)
        if place > quantified:
            return self._placed(at)[0]
        if self.key(at) in ("ngành", "đơn", "địa", "mình"):
            unit = self._unit(at)
            return self._qualified(unit) if unit > at else at
        bound = self.name(at)
        if bound:
            return bound.last
        alone = self.at(self.table.standalone, at)
        if alone > at:
            return alone
        return self._tail(at) if self.whole else at

    def _proper(self, at: int) -> int:
        """After a place's own name (``Văn Phú``, ``Ea H'Leo``, ``số 3``, ``VIII``) at ``at``, or ``at``."""
        i = at
        if self.key(i) == "số" and i + 1 < len(self.words) and self.words[i + 1].text.isdigit():
            return i + 2
        while i < len(self.words) and i - at < _LONGEST_PLACE:
            word = self.words[i]
            inner = word.text in ("'", "’") and i > at
            if not inner and not is_capital(word):
                break
            if i > at and self._begins_anew(i) or self.new_line(i) and self._begins_predicate(i):
                break
            if self.at(self.table.quantifiers, i) > i and not word.text.isdigit():
                break
            if not inner and (self._is_named(i) or self.at(self.table.posts, i) > i):
                break
            i += 1
        return i

    def _units(self, at: int) -> int:
        """After a list of common nouns for agencies that begins at ``at``, or ``at``."""
        end = self._unit(at)
        if end == at:
            return at
        while True:
            after = self.separator(end)
            unit = self._unit(after)
            if after == end or unit == after or self.key(end) == ";" or self._is_named(after):
                return end
            if any(self.key(i) in ("và", "hoặc", "cùng", "với") for i in range(end, after)):
                previous = self._unit_start(at, end)
                if not (self.at(self.table.joined, previous) == end and self.at(self.table.joined, after) == unit):
                    return end
            if not self._continues_units(unit):
                return end
            end = unit

    def _continues_units(self, end: int) -> bool:
        """A bare noun in a list counts only if nothing but a qualifier, a description or the predicate follows."""
        return (
            self._ends_name(end)
            or self._qualifier(end) > end
            or self.at(self.table.relatives, end) > end
            or (self.whole and not self.capital(end))
        )

    def _unit_start(self, at: int, end: int) -> int:
        return max((i for i in range(at, end) if self._unit(i) == end), default=at)

    def _unit(self, at: int) -> int:
        return max(self.at(self.table.closed_units, at), self.at(self.table.open_units, at))

    def _is_open(self, start: int, end: int) -> bool:
        last = min((i for i in range(start, end) if self._unit(i) == end), default=start)
        return self.at(self.table.open_units, last) == end

    def _is_named(self, at: int) -> bool:
        """Does a name of its own (no common noun) begin at ``at``?"""
        if any(p.kind == "agency" and self._credible(p) for p in self._phrases.get(at, ())):
            return True
        body = self.at(self.table.bodies, at)
        if body > at and self._placed(body)[0] > body and self.at(self.table.places, at) == at:
            return True
        head = self.at(self.table.heads, at)
        place = self.at(self.table.places, head)
        return head > at and head < len(self.words) and place == head and self.capital(head) and (
            self.at(self.table.traps, at) == at
        )

    def _stands_alone(self, start: int, end: int, described: int) -> bool:
        """May common nouns without "các" be a name? ``cơ quan liên quan``, ``sở, ngành``, ``chính quyền địa phương``."""
        if self._unit(start) != end:
            return True
        if self.at(self.table.also_verbs, start) == end or self.at(self.table.places, start) == end:
            return False
        if self._qualifier(end) > end:
            return True
        if self.at(self.table.closed_units, start) == end:
            return end - start > 1 and self._ends_name(end)
        return self.whole or (described > end and (self.at(self.table.relatives, end) > end or self.capital(end)))

    def _ends_name(self, at: int) -> bool:
        """Is a name surely over before word ``at``?"""
        return (
            at >= len(self.words)
            or is_mark(self.words[at])
            or self.separator(at) > at
            or self.at(self.table.stops, at) > at
            or self.at(self.table.predicates, at) > at
            or self.new_line(at)
        )

    def _description(self, at: int) -> int:
        """After what tells which of the open nouns are meant: "quản lý hệ thống", "hạ tầng cụm công nghiệp"."""
        if self._qualifier(at) > at:
            return at
        verb = self.at(self.table.relatives, at)
        if verb > at:
            if not self.whole and self.at(self.table.objects, verb) > verb:
                return at
            bound = self._tied(verb) if self.at(self.table.ties, at) > at else verb
            return max(bound, self._tail(verb, described=True))
        if self.capital(at) and not self.new_line(at):
            named = self.name(at)
            if named:
                return named.last
        if self._ends_name(at):
            return at
        return self._tail(at, described=True)

    def _tail(self, at: int, *, described: bool = False) -> int:
        """After a name's own words that begin at ``at``."""
        i = at
        while i < len(self.words) and i - at < _LONGEST_TAIL:
            marked = is_mark(self.words[i]) or self.key(i) == "và"
            inside = self._inside(i, at, described=described) if marked else 0
            if inside:
                i += inside
                continue
            if i > at and self.capital(i) and self._is_named(i) and not self.new_line(i):
                nested = self.name(i)
                if nested:
                    return nested.last
            if is_mark(self.words[i]) or self._ends_tail(i, at, described=described):
                break
            i = max(i + 1, self.at(self.table.compounds, i), self.at(self.table.ambiguous, i))
        return self._first_verb(at, i) if not self.whole and i - at > _SURE_TAIL else i

    def _ends_tail(self, at: int, start: int, *, described: bool) -> bool:
        """Is a name's tail over before word ``at``? ``described``: the tail says which bodies are meant, and in a
        whole value may hold prepositions ("hoạt động trong lĩnh vực có liên quan đến …")."""
        if at > start and (self.separator(at) > at or self._begins_anew(at)):
            return True
        if self.at(self.table.compounds, at) > at:
            return False
        if at > start and self._qualifier(at) > at:
            return not (described and self.whole)
        if self.at(self.table.stops, at) > at:
            return not (described and self.whole)
        verb = self.at(self.table.predicates, at)
        if verb == at or self.capital(at):
            return False
        if self.at(self.table.ambiguous, at) == verb:
            plain = self.at(self.table.predicates, verb) > self.at(self.table.ambiguous, verb)
            used = plain or self.at(self.table.objects, verb) > verb
            return at > start and used and not (described and self.whole)
        if verb == at + 1:  # one syllable may be half of a word: "công trình", "hồ sơ mời thầu"
            return not self.whole and self._is_verb(at)
        return at > start or not self.whole

    def _inside(self, at: int, start: int, *, described: bool) -> int:
        """How many words of a comma, "và" or hyphen at ``at`` belong to the name: those before more of its capitals
        ("Công ty TNHH MTV Đầu tư, Xây dựng và Kinh doanh"), and a hyphen inside it ("Bưu chính - Viễn thông")."""
        mark, after = self.key(at), at + 1
        if mark in ("'", "’", ".") and at > start and after < len(self.words):
            return 1 if self.words[after].start == self.words[at].end else 0
        if at == start or after >= len(self.words) or mark not in (",", "và", "&", "-", "/"):
            return 0
        if mark == "và" and self.at(self.table.continuations, after) > after:
            return 1
        if mark == "/" or (mark in (",", "và") and not self.capital(after)):
            inside = self.whole and (mark == "và" or described) and self.name(after) is None
            return 1 if inside else 0
        if self.name(after) is not None:
            return 0
        if mark == "-":
            return 0 if self.new_line(at) else 1
        return 1 if mark != "," or self._joined_later(after) or (described and self.whole) else 0

    def _joined_later(self, at: int) -> bool:
        """Does "và" with a capital follow before the next comma, as in ``Đầu tư, Xây dựng và Kinh doanh``?"""
        for i in range(at, min(at + 8, len(self.words) - 1)):
            if self.key(i) == "và":
                return self.capital(i + 1) and self.name(i + 1) is None
            if is_mark(self.words[i]) and self.key(i) != ",":
                return False
        return False

    def _first_verb(self, at: int, end: int) -> int:
        """``end``, or the first word before it that underthesea tags as a verb and that has an object in the tail:
        asked only where no list tells the end of a name ("các doanh nghiệp viễn thông phủ sóng 5G tại …"). A verb
        before capitals belongs to the name ("Công ty Cổ phần luyện kim Tây Bắc")."""
        capitals = [i for i in range(at, end) if self.words[i].text[0].isupper()]
        first = max(at + 2, capitals[-1] + 1 if capitals else at)
        if first >= end:
            return end
        for token in self._segment(at, end):
            if token.pos == "V" and self.words[first].start <= token.start and token.end < self.words[end - 1].end:
                return next((i for i in range(first, end) if self.words[i].start == token.start), end)
        return end

    def _is_verb(self, at: int) -> bool:
        """Is the one syllable ``at`` a word of its own, as underthesea segments the sentence around it?"""
        tokens = self._segment(max(0, at - 6), at + 1)
        return not tokens or any(token.start == self.words[at].start for token in tokens)

    def _segment(self, first: int, last: int) -> list[Token]:
        """underthesea's words over the words ``[first, last)`` and a few more, placed in the text."""
        base = self.words[first].start
        stretch = self.text[base : self.words[min(last + 6, len(self.words)) - 1].end]
        return [replace(token, start=base + token.start, end=base + token.end) for token in segment(stretch)]


@lru_cache(maxsize=256)
def _known_table(known: frozenset[str]) -> WordTable:
    return WordTable(sorted(name for name in known if any(map(str.isalpha, name))))
