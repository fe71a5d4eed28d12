"""How far an agency's name goes by its own words: lists of common nouns, descriptions, tails, the verb after them.

underthesea is asked only where no word list decides (:meth:`ExtentReader._first_verb`, :meth:`ExtentReader._is_verb`).
"""

from __future__ import annotations

from dataclasses import replace

from extractors.agency_places import PlaceReader
from extractors.agency_words import WordTable, is_mark
from extractors.language import Token, segment

_LONGEST_TAIL = 14  # words of a name after its head; "Ban Quản lý dự án đầu tư xây dựng công trình giao thông" has 12
_SURE_TAIL = 3  # a tail of more words than this, ended by no listed verb, may hold an unlisted one


class ExtentReader(PlaceReader):
    """What :class:`PlaceReader` says of places, and how far names of common nouns and of head nouns go."""

    def units(self, at: int) -> int:
        """After a list of common nouns for agencies that begins at ``at``, or ``at``."""
        end = self.unit(at)
        if end == at:
            return at
        while True:
            after = self.separator(end)
            unit = self.unit(after)
            if after == end or unit == after or self.key(end) == ";" or self._is_own_name(at, after, unit):
                return end
            if self._both_stand_alone(at, end, after, unit):
                return end
            if any(self.key(i) in ("và", "hoặc", "cùng", "với") for i in range(end, after)):
                previous = self._unit_start(at, end)
                if not (self.at(self.table.joined, previous) == end and self.at(self.table.joined, after) == unit):
                    return end
            if not self._continues_units(unit) or self._are_firms_apart(at, end, after, unit):
                return end
            end = unit

    def _are_firms_apart(self, start: int, end: int, at: int, last: int) -> bool:
        """``doanh nghiệp liên quan`` behind public bodies: ``các bộ, ngành, địa phương, doanh nghiệp liên quan`` names
        two groups, as with "và" between them."""
        public = self.at(self.table.closed_units, self._unit_start(start, end)) == end
        firms = (self.key(at), self.key(last - 1)) == ("doanh", "nghiệp") and last - at == 2
        return public and firms and "liên" in (self.key(last), self.key(last + 1))

    def _is_own_name(self, start: int, at: int, end: int) -> bool:
        """Is the common noun ``[at, end)`` of a list the beginning of a name ("Các chủ rừng, Ban Quản lý rừng …")?
        After "các" a name of nothing but that noun is one of the kind ("Các Huyện ủy, Thị ủy, Đảng ủy")."""
        if self.is_named(at):
            several = start > 0 and self.at(self.table.quantifiers, start - 1) == start
            return not (several and self.is_common(at))
        headed = self.capital(at) and self.at(self.table.verbal_heads, at) == end
        return headed and end - at > 1 and not self.ends_or_bound(end)

    def _both_stand_alone(self, start: int, end: int, at: int, last: int) -> bool:
        """Two bodies in capitals that stand for themselves ("Đề nghị Chi ủy, Chi bộ"), not kinds of them ("các …")."""
        several = start > 0 and self.at(self.table.quantifiers, start - 1) == start
        alone = self.at(self.table.standalone, start) == end and self.at(self.table.standalone, at) == last
        return alone and not several and self.capital(start) and self.capital(at)

    def is_common(self, at: int) -> bool:
        """Is what stands at ``at`` no more than a common noun, though the list has it as a name too ("huyện ủy")?"""
        end = self.at(self.table.closed_units, at)
        longer = any(p.kind == "agency" and p.last > end for p in self.phrases.get(at, ()))
        return end > at and not longer and self.ends_or_bound(end)

    def ends_or_bound(self, at: int) -> bool:
        """Is a name over before ``at``, but for a qualifier or a description?"""
        return self.ends_name(at) or self.qualifier(at) > at or self.at(self.table.relatives, at) > at

    def _continues_units(self, end: int) -> bool:
        """A bare noun in a list counts only if nothing but a qualifier, a description or the predicate follows."""
        return self.ends_or_bound(end) or (self.whole and not self.capital(end))

    def _unit_start(self, at: int, end: int) -> int:
        return max((i for i in range(at, end) if self.unit(i) == end), default=at)

    def description(self, at: int) -> int:
        """After what tells which of the open nouns are meant: "quản lý hệ thống", "hạ tầng cụm công nghiệp"."""
        if self.qualifier(at) > at:
            return at
        duty = self.at(self.table.duties, at)
        if duty > at:
            return self.qualified(self.further(self.table.programme_parts, max(duty, self.tail(duty, described=True))))
        verb = self.at(self.table.relatives, at)
        if verb > at and verb >= self.at(self.table.predicates, at):  # not "có trách nhiệm"
            if not self.whole and self.at(self.table.objects, verb) > verb:
                return at
            bound = self._tied(verb) if self.at(self.table.ties, at) > at else verb
            return max(bound, self.tail(verb, described=True))
        if self.capital(at) and not self.new_line(at):
            named = self.name(at)
            if named:
                return named.last
        if self.ends_name(at):
            return at
        return self.tail(at, described=True)

    def further(self, parts: WordTable, at: int) -> int:
        """After the members of ``parts`` that go on with one before ``at``: ``chủ trì Dự án`` / ``, Tiểu dự án``,
        ``các trường tiểu học`` / ``, trung học cơ sở``."""
        if not any(self.at(parts, i) == at for i in range(max(0, at - 4), at)):
            return at
        while self.key(at) in (",", "và") and (part := self.at(parts, at + 1)) > at + 1:
            told = self.ends_name(part) or self.qualifier(part) > part
            if not told or self.is_verb_at(at + 1) or self.at(self.table.stops, at + 1) > at + 1:
                break
            at = part
        return at

    def tail(self, at: int, *, described: bool = False) -> int:
        """After a name's own words that begin at ``at``."""
        i = at
        while i < len(self.words) and i - at < _LONGEST_TAIL:
            marked = is_mark(self.words[i]) or self.key(i) == "và"
            inside = self._inside(i, at, described=described) if marked else 0
            if inside:
                i += inside
                continue
            if self.capital(i) and self.is_named(i) and not (i > at and self.new_line(i)):
                nested = self.name(i)
                if nested:
                    return nested.last
            if is_mark(self.words[i]) or self._ends_tail(i, at, described=described):
                break
            in_company = self.at(self.table.activities, i) if self._in_company(i, at) else i
            i = max(i + 1, self.at(self.table.compounds, i), self.at(self.table.ambiguous, i), in_company)
        i = self._first_verb(at, i, described=described) if not self.whole and i - at > _SURE_TAIL else i
        while i - 1 > at and self.key(i - 1) in (",", "-", "và"):
            i -= 1
        return i

    def _ends_tail(self, at: int, start: int, *, described: bool) -> bool:
        """Is a name's tail over before word ``at``? ``described``: the tail says which bodies are meant, and in a
        whole value may hold prepositions ("hoạt động trong lĩnh vực có liên quan đến …")."""
        if at > start and (self.separator(at) > at or self.new_block(at)):
            return True
        if at > start and self.begins_anew(at) and not self._is_unfinished(at):
            return True
        if self._in_company(at, start):
            return False
        start_of_places = self.at(self.table.quantifiers, at)
        if at > start and start_of_places > at and self.at(self.table.places, start_of_places) > start_of_places:
            return not (described and self.whole)
        if at > start and (self.branch(at) > at or self._placed_before(at, start) or self._said_again(at, start)):
            return True
        if self.at(self.table.compounds, at) > at:
            # "Phòng Tài chính tổng hợp, báo cáo": after a name in capitals a verb in small letters ends it.
            end = self.at(self.table.compounds, at)
            named = at > start and any(map(self.capital, (at - 1, max(start, at - 2)))) and not self.capital(at)
            # So does a comma behind it: "Tổ khảo sát tổng hợp, phân tích".
            listed = (
                at > start
                and not self.capital(at)
                and self.key(end) == ","
                and self.at(self.table.predicates, end + 1) > end + 1
            )
            return (named or listed) and not self.whole and self.at(self.table.predicates, at) == end
        if at > start and self.qualifier(at) > at:
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

    def _in_company(self, at: int, start: int) -> bool:
        """Is ``at`` among the words of what a company does, before its proper name ("Công ty TNHH sản xuất và …")?"""
        if self.key(start - 2) + " " + self.key(start - 1) not in ("công ty", "tư nhân"):
            return False
        i = start
        while i < at:
            told = max(self.at(table, i) for table in (self.table.company_forms, self.table.activities))
            if told == i and (is_mark(self.words[i]) or self.key(i) == "và" or self.words[i].text.isupper()):
                told = i + 1
            if told == i:
                return False
            i = told
        return self.at(self.table.activities, at) > at or self.at(self.table.company_forms, at) > at

    def _said_again(self, at: int, start: int) -> bool:
        """Does the verb repeat the name's last two words in small letters ("Phòng Kế hoạch - Tổng hợp tổng hợp")?"""
        if at - start < 2 or at + 1 >= len(self.words) or self.capital(at) or not self.capital(at - 2):
            return False
        return (self.key(at), self.key(at + 1)) == (self.key(at - 2), self.key(at - 1))

    def _is_unfinished(self, at: int) -> bool:
        """Can a name not be over at the end of the line before ``at``: ``Phòng Hành chính -``, ``Phòng Công tác`` (but
        ``Tổ công tác``)?"""
        if self.key(at - 1) == "-":
            return True
        starts = [i for i in range(max(0, at - 3), at) if self.at(self.table.unfinished, i) == at]
        return any(all(self.at(self.table.heads, head) != at for head in range(max(0, i - 2), i)) for i in starts)

    def _placed_before(self, at: int, start: int) -> bool:
        """Does a province's name end the tail before the lower-case word ``at`` ("Báo Lào Cai mở chuyên mục")?"""
        return not self.capital(at) and any(self.province(i) == at for i in range(max(start, at - 4), at))

    def _inside(self, at: int, start: int, *, described: bool) -> int:
        """How many words of a comma, "và" or hyphen at ``at`` belong to the name: those before more of its capitals
        ("Công ty TNHH MTV Đầu tư, Xây dựng và Kinh doanh"), and a hyphen inside it ("Bưu chính - Viễn thông")."""
        mark, after = self.key(at), at + 1
        if at > start and mark in ("và", ",", "-") and self._in_company(after, start):
            return 1
        if mark in ("'", "’", ".") and at > start and after < len(self.words):
            return 1 if self.words[after].start == self.words[at].end else 0
        if at == start or after >= len(self.words) or mark not in (",", "và", "&", "-", "/"):
            return 0
        if mark == "và" and self.at(self.table.continuations, after) > after:
            return 1
        if self.at(self.table.quantifiers, after) > after:
            return 0
        if mark == "," and self._repeats(after, start, at):
            return 1
        if mark == "/" and self._is_acronym(at):
            return 1 if self.name(after) is None else 0
        if mark == "/" or (mark in (",", "và") and not self.capital(after)):
            inside = (self.whole and (mark == "và" or described)) or (mark == "và" and self._noun_phrase(after))
            return 1 if inside and self.name(after) is None else 0
        if self.name(after) is not None:
            return 0
        if mark == "-":  # a line of a cell begins with a bullet only where its first line does
            return 0 if self.new_line(at) and (is_mark(self.words[0]) or not self.whole) else 1
        goes_on = self._joined_later(after) or (described and self.whole) or self._field_goes_on(after, start)
        return 1 if mark != "," or goes_on else 0

    def _is_acronym(self, at: int) -> bool:
        """Is the stroke at ``at`` inside one word of capitals ("HIV/AIDS")?"""
        before, stroke, after = self.words[at - 1 : at + 2]
        return (
            before.end == stroke.start and stroke.end == after.start and before.text.isupper() and after.text.isupper()
        )

    def _field_goes_on(self, at: int, start: int) -> bool:
        """Does a second field of work end the name of one centre ("Trung tâm Truyền thông, Giáo dục sức khỏe:")? Not
        where several share the head, and no person's name."""
        head = next((i for i in range(max(0, start - 2), start) if self.at(self.table.field_heads, i) == start), start)
        if head == start or (head > 0 and self.at(self.table.quantifiers, head - 1) == head) or self.capital(at + 1):
            return False
        for i in range(at + 1, min(at + 6, len(self.words) + 1)):
            if i == len(self.words) or self.key(i) == ":":
                return i - at > 1 and (self.whole or i < len(self.words))
            if is_mark(self.words[i]) or self.is_verb_at(i) or self.new_line(i):
                return False
        return False

    def _noun_phrase(self, at: int) -> bool:
        """Do two to five words that are no verb, preposition or body stand at ``at`` before the end of the name
        ("Công ty Cổ phần Xây dựng và cấp thoát nước, …")?"""
        if self.unit(at) > at:
            return False
        for i in range(at, min(at + 6, len(self.words))):
            if i - at >= 2 and (self.separator(i) > i or self.qualifier(i) > i or is_mark(self.words[i])):
                return True
            verb = self.at(self.table.predicates, i)
            if is_mark(self.words[i]) or self.at(self.table.stops, i) > i or self.at(self.table.quantifiers, i) > i:
                return False
            if verb > i and self.at(self.table.compounds, i) == i:
                return False
        return False

    def _repeats(self, at: int, start: int, end: int) -> bool:
        """Does the word after a comma repeat a noun of the name ("Ban Quản lý rừng phòng hộ, rừng đặc dụng")?"""
        own = {word.key for word in self.words[start:end] if word.text[0].islower()}
        return self.key(at) in own and not self.capital(at) and self.name(at) is None

    def _joined_later(self, at: int) -> bool:
        """Does "và" with a capital follow before the next comma, as in ``Đầu tư, Xây dựng và Kinh doanh``?"""
        for i in range(at, min(at + 8, len(self.words) - 1)):
            if self.key(i) == "và":
                return self.capital(i + 1) and self.name(i + 1) is None
            if is_mark(self.words[i]) and self.key(i) != ",":
                return False
        return False

    def _first_verb(self, at: int, end: int, *, described: bool) -> int:
        """``end``, or the first word before it that underthesea tags as a verb and that has an object in the tail:
        asked only where no list tells the end of a name ("các doanh nghiệp viễn thông phủ sóng 5G tại …"). A verb
        before capitals belongs to the name ("Công ty Cổ phần luyện kim Tây Bắc"), and so does a listed word in the
        name of one body ("Trung tâm điều hành giám sát thông minh"), not in the description of several."""
        capitals = [i for i in range(at, end) if self.words[i].text[0].isupper()]
        first = max(at + 2, capitals[-1] + 1 if capitals else at)
        if first >= end:
            return end
        bound = {i for start in range(at, end) for i in range(start, self.at(self.table.compounds, start))}
        places = {self.words[i].start: i for i in range(first, end - 1) if i not in bound}
        for token in self._segment(at, end):
            verb = places.get(token.start) if token.pos == "V" and token.end < self.words[end - 1].end else None
            if verb is not None and self._in_company(verb, at):
                continue
            if verb is not None and (described or not self._is_listed(verb)):
                return verb
        return end

    def _is_listed(self, at: int) -> bool:
        return any(self.at(words, at) > at for words in (self.table.ambiguous, self.table.compounds))

    def _is_verb(self, at: int) -> bool:
        """Is the one syllable ``at`` a word of its own, as underthesea segments the sentence around it?"""
        tokens = self._segment(max(0, at - 6), at + 1)
        return not tokens or any(token.start == self.words[at].start for token in tokens)

    def _segment(self, first: int, last: int) -> list[Token]:
        """underthesea's words over the words ``[first, last)`` and a few more, placed in the text."""
        base = self.words[first].start
        stretch = self.text[base : self.words[min(last + 6, len(self.words)) - 1].end]
        return [replace(token, start=base + token.start, end=base + token.end) for token in segment(stretch)]
