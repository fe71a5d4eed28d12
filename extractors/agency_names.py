"""One agency's name in a text: where it begins, and by which word it is over.

A name is, in this order of trust: one that the document shows whole elsewhere, one of the authority list, a post with
its office, a person, a group of common nouns ("các sở, ban, ngành"), or a head noun with its own words ("Tổ thẩm
định"). What follows it belongs to it while it is a place or a qualifier ("tỉnh", "có liên quan", "thuộc UBND xã").
"""

from __future__ import annotations

from extractors.agency_extent import ExtentReader
from extractors.agency_places import LONGEST_PLACE, NUMERAL, Name
from extractors.agency_words import is_mark
from extractors.records import AgencyKind

__all__ = ["Name", "NameReader"]


class NameReader(ExtentReader):
    """Reads names in ``text[start:end]``; see :class:`ExtentReader` for the arguments."""

    def name(self, at: int) -> Name | None:
        """The name that begins at word ``at``."""
        if at >= len(self.words) or is_mark(self.words[at]):
            return None
        person = self._person(at)
        if person:
            return person
        listed = self._listed(at)
        if listed and self.at(self.table.traps, at) > listed.last:
            listed = None  # "chính quyền địa phương 02 cấp"
        readings = [self._learned(at), listed, self._post(at)]
        if self.at(self.table.traps, at) == at or listed:
            readings += [self._body(at), self._group(at)]
            headed = self._headed(at)
            if headed and (listed is None or self._goes_on(listed)):
                readings.append(headed)
        found = max((reading for reading in readings if reading), key=lambda name: name.last, default=None)
        return self._at_each_place(found) if found else None

    def _at_each_place(self, name: Name) -> Name:
        """A body as it stands at each of several places: ``Phòng Nội vụ các huyện, thành phố``, ``cấp ủy, chính quyền
        các xã``. Not after a name that states its place: ``báo cáo UBND tỉnh các xã chưa đạt``."""
        at = name.last
        start = self.at(self.table.quantifiers, at)
        stated = any(self.at(self.table.places, i) == at for i in range(max(name.first, at - 2), at))
        if start == at or stated or self.at(self.table.places, start) == start or self.new_line(at):
            return name
        last, kind = self.placed(at)
        return Name(name.first, last, kind, name.rule, (name.first, at), name.first)

    def _goes_on(self, listed: Name) -> bool:
        """May a listed name be but the beginning of a longer one ("Phòng Kinh tế đối ngoại")?"""
        after = listed.last
        if self.at(self.table.closed_heads, listed.first) > listed.first or listed.kind == "group":
            return False
        if self.ends_name(after) or is_mark(self.words[after]):
            return False
        return self.capital(after) or self.whole

    def bare(self, at: int, shared: tuple[int, int], *, announced: bool) -> int:
        """The end of a name at ``at`` that lacks the shared head, or ``at``: listed with that head ("Nội vụ" for
        "Sở"), or, where a colon announced the list, anything in capitals."""
        listed = self.listed_bare(at, shared)
        if listed > at:
            verb = not announced and self.is_verb_at(at) and not self.ends_name(listed)  # "…, Tổ chức thực hiện"
            return at if verb else self.qualified(listed)
        place = self.at(self.table.places, at)
        if place > at and self.proper(place) > place and self.at(self.table.heads, at) <= place:
            return self.proper(place)
        if not announced or not self.capital(at):
            return at
        if any(self.at(self.table.places, i) == shared[1] for i in range(*shared)):
            return self.proper(at)
        return self.tail(at) if self.at(self.table.heads, at) == at else at

    def listed_bare(self, at: int, shared: tuple[int, int]) -> int:
        """The end of the name itself, without the places after it; also an office's owner ("Văn phòng: Tỉnh ủy")."""
        head = self._shared_head(shared)
        owner = self.at(self.table.owners, at) if head == "văn phòng" and self.capital(at) else at
        ends = [p.last for p in self.phrases.get(at, ()) if p.kind == f"bare:{head}" and self.capital(at)]
        return max([owner, *ends])

    def _shared_head(self, shared: tuple[int, int]) -> str:
        """The head noun that ends the shared words: "sở" of "Giám đốc các Sở"."""
        start = next((i for i in range(*shared) if self.at(self.table.sharing_heads, i) == shared[1]), shared[0])
        head = " ".join(self.key(i) for i in range(start, shared[1]))
        return {"vp": "văn phòng"}.get(head, head)

    def companion(self, at: int) -> Name | None:
        """Common nouns without "các" that go on after a group: ``các doanh nghiệp viễn thông, ngân hàng``."""
        end = self.units(at)
        if end == at or self.at(self.table.also_verbs, at) > at:
            return None
        over = self.ends_name(end) or self.qualifier(end) > end
        return Name(at, self.qualified(end), "group", "agency.units") if over else None

    def _learned(self, at: int) -> Name | None:
        last = self.at(self.known, at)
        return Name(at, last, "agency", "agency.document") if last > at else None

    def _listed(self, at: int) -> Name | None:
        found = [p for p in self.phrases.get(at, ()) if p.kind in ("agency", "group") and self.credible(p)]
        if not found:
            return None
        best = max(found, key=lambda phrase: phrase.last)
        kind: AgencyKind = "group" if best.kind == "group" else "agency"
        return Name(at, self.qualified(best.last), kind, f"agency.{best.kind}", *self._sharing(at, best.last))

    def _sharing(self, at: int, end: int) -> tuple[tuple[int, int] | None, int]:
        """The head that a list may print once for names after this one, and where it stands."""
        start = self.at(self.table.quantifiers, at)
        head = self.at(self.table.sharing_heads, start)
        return ((start, head), start) if start < head <= end else (None, -1)

    def _body(self, at: int) -> Name | None:
        """A body that stands at each place: ``UBND các xã, phường``, ``UBND cấp huyện``, ``UBND phường Văn Phú``."""
        best: Name | None = None
        for end in self.table.bodies.matches(self.words, at):
            last, kind = self.placed(end)
            told = last + 1 if self.key(last) == "nơi" else last  # "nơi có dự án", "có dự án"
            if kind == "group" and self.whole and self.key(told) == "có" and not self.ends_name(told + 1):
                last = self.tail(told + 1, described=True)
            last = max(last, self._passed(told)) if kind == "group" else last
            if last > end and (best is None or last > best.last):
                best = Name(at, last, kind, "agency.body", (at, end), at)
        return best

    def _passed(self, at: int) -> int:
        """After what passes the places meant: ``UBND các xã`` / ``có đường quốc lộ đi qua``; else 0."""
        if self.key(at) != "có" or self.at(self.table.predicates, at) > at:
            return 0
        for i in range(at + 2, min(at + 9, len(self.words) - 1)):
            if is_mark(self.words[i]):
                return 0
            if self.key(i) in ("đi", "chạy") and self.key(i + 1) == "qua":
                return self.qualified(i + 2)
        return 0

    def _person(self, at: int) -> Name | None:
        title = self.at(self.table.persons, at)
        post = self._post(title) if title > at else None
        if post:
            return Name(at, post.last, post.kind, "agency.post")
        bare = self.at(self.table.posts, title)
        if bare > title > at and (self.ends_name(bare) or self._in_charge(bare) > bare):
            return Name(at, self._in_charge(bare), "person", "agency.post")  # "đồng chí Phó Chủ tịch phụ trách kinh tế"
        last = title
        while last < len(self.words) and last - title < LONGEST_PLACE and self.words[last].text[0].isupper():
            if last > title and self.new_line(last) and self._begins(last):
                break  # a cell with a name a line: "Đ/c Hoa", "Ban Xây dựng Đảng"
            last += 1
        return Name(at, last, "person", "agency.person") if last > title > at else None

    def _begins(self, at: int) -> bool:
        """Does another person or a body of its own begin at ``at``?"""
        return self.at(self.table.persons, at) > at or self.is_named(at)

    def _post(self, at: int) -> Name | None:
        """``Giám đốc, Thủ trưởng các Sở``; ``Chủ tịch UBND các xã, phường``: the posts and their office."""
        first = at + 1 if self.key(at) in ("các", "đồng") and self.at(self.table.posts, at + 1) > at + 1 else at
        ends = self.table.posts.matches(self.words, first)
        complete = self.at(self.table.complete_posts, first)
        if ends and self.key(ends[0] - 1) == "trực":  # "Phó Bí thư Thường trực phụ trách …" is no post of "Thường trực"
            ends = ends[:1]
        for end in ends:
            if self.key(end) in (",", "/", "và") and complete != end:
                after = self.name(end + 1)
                if after and after.rule == "agency.post" and after.first == end + 1:
                    return Name(at, after.last, after.kind, "agency.post")
            office = self._office(first, end)
            bare = end < complete and self.at(self.table.quantifiers, end) == end  # "trưởng thôn, tổ dân phố"
            if office and office.kind != "person" and not (bare and office.kind == "group"):
                charge = self._in_charge(office.last)
                return Name(at, charge, office.kind, "agency.post", self._shared_post(at, office))
        for end in ends:
            alone = self.at(self.table.standalone, end)
            if alone > end or complete == end:
                local = any(self.at(self.table.places, i) == end for i in range(first, end))  # "Trưởng thôn Văn Phú"
                last = max(alone, self.proper(end) if local else end)
                return Name(at, self.qualified(last), "agency", "agency.post")
        return None

    def _in_charge(self, at: int) -> int:
        """After what a post looks after, as far as it tells which one is meant: ``phụ trách kinh tế``, not the
        predicate of ``Phó Chủ tịch UBND xã phụ trách chung``."""
        field = at + 2
        if self.key(at) != "phụ" or self.key(at + 1) != "trách":
            return at
        listed = self.at(self.table.ambiguous, field) > field and not self.has_object(field)  # "xây dựng Đảng"
        end = field if self.ends_name(field) and not listed else self.tail(field, described=True)
        over = end >= len(self.words) or self.key(end) == ":"
        return end if (over and end > field) or self.is_verb_at(end) else at

    def _office(self, first: int, end: int) -> Name | None:
        """The office of a post; the post may hold its head noun: ``Chánh Văn phòng HĐND và UBND``."""
        named = self.name(end)
        for start in range(first + 1, end):
            listed = self._listed(start) if self.at(self.table.heads, start) == end else None
            if listed and listed.last > end and (named is None or listed.last > named.last):
                named = listed
        owned = self.at(self.table.quantifiers, end) if self.key(first) == "chủ" else end
        if named is None and end == first + 1 and owned > end:  # "Chủ các hồ chứa": whose things they are
            return Name(end, self.tail(owned, described=True), "group", "agency.post")
        return named

    def _shared_post(self, at: int, office: Name) -> tuple[int, int] | None:
        """What a list puts to each member after the post: ``Giám đốc các Sở: A, B``, ``Chủ tịch UBND các xã: A, B``."""
        if office.shared is None or office.kind != "group":
            return None
        return at, office.last if office.rule == "agency.body" else office.shared[1]

    def _group(self, at: int) -> Name | None:
        """Common nouns as one group: ``các sở, ban, ngành``, ``cơ quan, tổ chức liên quan``, ``cộng đồng dân cư``."""
        start = self.at(self.table.quantifiers, at)
        if start == at and self._is_count(at) and self.unit(at + 1) > at + 1 and not self.is_named(at + 1):
            start = at + 1
        quantified = start > at
        of_duty = quantified and self.at(self.table.duties, self.unit(start)) > self.unit(start)
        if self.at(self.table.traps, start) > start and not of_duty:  # "các cơ quan chủ trì dự án"
            return None
        if quantified and self.is_named(start) and not self.is_common(start):
            return self._several(at, start)
        end = self.units(start)
        if end == start:
            return None
        last = self._last_unit(start, end)
        placed = quantified and (self.at(self.table.places, last) == end or self.key(end - 1) == "phương")
        end = self.enumerated(end) if placed else end
        defined = self.whole and self.key(end) == "là" and self.at(self.table.relatives, end) > end
        if self._is_open(start, end) or defined:  # "các bộ, ngành là chủ quản cơ sở dữ liệu"
            described = self.qualified(self.description(end))
        else:
            described = self.qualified(end)
        kinds = self.table.kinds.get(" ".join(self.key(i) for i in range(start, end)))
        if quantified and kinds is not None:
            described = self.qualified(self.further(kinds, described))
        if not quantified and not self._stands_alone(start, end, described):
            return None
        return Name(at, described, "group", "agency.units", *self._sharing(at, self.unit(start)))

    def _is_open(self, start: int, end: int) -> bool:
        return self.at(self.table.open_units, self._last_unit(start, end)) == end

    def _last_unit(self, start: int, end: int) -> int:
        return min((i for i in range(start, end) if self.unit(i) == end), default=start)

    def _stands_alone(self, start: int, end: int, described: int) -> bool:
        """May common nouns without "các" be a name? ``cơ quan liên quan``, ``sở, ngành``: yes; ``đơn vị``: no."""
        if self.at(self.table.everybody, start) > start and described == end and not self.whole:
            return False
        if self.key(start) == "chủ":  # "Chủ rừng", "Chủ hồ chứa": persons, not things
            return self.ends_name(described)
        if self.unit(start) != end:
            return True
        if end < len(self.words) and not self._is_of_a_kind(start, end):
            return False
        if self.at(self.table.also_verbs, start) == end or self.at(self.table.places, start) == end:
            return False
        if self.qualifier(end) > end:
            return True
        if self.at(self.table.closed_units, start) == end:
            return end - start > 1 and self.ends_name(end)
        return self.whole or (described > end and (self.at(self.table.relatives, end) > end or self.capital(end)))

    def _is_count(self, at: int) -> bool:
        """A number of bodies ("126 xã, phường"), not an item's number or a year."""
        word = self.words[at].text
        return word.isdecimal() and 1 < int(word) < 1000 and not self.new_line(at)

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
            if self._announces(at, head):
                return Name(at, head, "group", "agency.head", (at, head), at)
            if head >= len(self.words) or not self._begins_tail(at, head):
                if self._alone(at, head):
                    return Name(at, self.qualified(head), "agency", "agency.head")
                continue
            last = self.qualified(self.tail(head))
            if last > head:
                return Name(at, last, "agency", "agency.head", *self._sharing(at, head))
        return None

    def _announces(self, at: int, head: int) -> bool:
        """Does a bare head open a list of names without it: ``Sở: Tài chính, Nội vụ``, ``Văn phòng: Tỉnh ủy, HĐND``?"""
        shared = self.at(self.table.sharing_heads, at) == head and self.capital(at) and self.key(head) == ":"
        return shared and self.bare(head + 1, (at, head), announced=False) > head + 1

    def _alone(self, at: int, head: int) -> bool:
        over = self.ends_name(head) or self.qualifier(head) > head
        return self.capital(at) and self.at(self.table.standalone, at) == head and over

    def _is_of_a_kind(self, at: int, head: int) -> bool:
        """Is a head that is a common noun as well ("nhóm", "trung tâm") followed by words of a body, not of a topic
        ("Nhóm tiêu chí", "Trung tâm dữ liệu", "Nhóm II")? A value that consists of agencies is trusted."""
        kinds = self.table.kinds.get(" ".join(self.key(i) for i in range(at, head)))
        if kinds is None or self.at(kinds, head) > head:
            return True
        if NUMERAL.fullmatch(self.words[head].text):
            return False
        return self.whole or self.capital(head) or self.at(self.table.qualifiers, head) > head

    def _begins_tail(self, at: int, head: int) -> bool:
        """May the word after a head noun be the first of its own words?"""
        if is_mark(self.words[head]) or self.at(self.table.stops, head) > head:
            return False
        if not self._is_of_a_kind(at, head):
            return False
        complete = self.at(self.table.standalone, at) == head
        if self.new_line(head) and self.is_named(head) and self.at(self.table.office_heads, at) != head:
            return False
        if self.new_line(head) and (self.begins_predicate(head) or self.begins_group(head)):
            return False
        if complete and self.at(self.table.sharing_heads, at) != head and self.begins_anew(head):
            return False
        if self.capital(head):
            return True
        if self.key(head) == "các":  # "Ban quản lý các chợ", not "Tổ các xã"
            return self.key(head - 1) == "lý" and self.at(self.table.places, head + 1) == head + 1
        if self.at(self.table.verbal_heads, at) != head or self.key(head) == "và":
            return False
        if self.at(self.table.compounds, head) > head or self.at(self.table.ambiguous, head) > head:
            return True
        return self.at(self.table.predicates, head) == head
