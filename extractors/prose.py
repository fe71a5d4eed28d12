"""Running prose (R2): paragraphs without items whose sentences give work to agencies."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.assignments import Assignment, find_assignment, is_closing, is_narration
from extractors.context import Context
from extractors.deadlines import WEAK_RULES, find_deadlines
from extractors.document import Span
from extractors.letters import hands_in
from extractors.no_work import only_states, orders_nothing, writer_announces
from extractors.outline import Section
from extractors.recorder import Recorder
from extractors.records import Agencies, Field
from extractors.sentences import split_sentences
from extractors.superiors import asks_superior
from extractors.text import clean, fold
from extractors.zones import in_annex

_STRIVES = re.compile(
    r"\b(?:phan dau|(?:dat|de) ra muc tieu|dat muc tieu|(?<!so )voi muc tieu|muc tieu (?:la|den nam))\b"
)
_DESCRIBES = re.compile(r"(?:bao gom|gom co|gom|trong do|cu the la)\b")  # the sentence before: gives no work of its own
_HAS_DUTY = re.compile(r"\s*,?\s*có\s+nhiệm\s+vụ\s+[a-zđà-ỹ]")
# Of a body that the decision founds also "Đoàn thẩm định có trách nhiệm …"; of anybody else that may be the law's rule.
_FOUNDED = re.compile(r"(?:Đoàn|Tổ|Hội đồng|Tiểu ban|Ban (?:Chỉ đạo|Tổ chức|Quản lý|Giám sát))\b")
_HAS_CHARGE = re.compile(r"\s*,?\s*có\s+trách\s+nhiệm\s+[a-zđà-ỹ]")
_NO_SENTENCES = ("item.dissolves", "item.liability")
_TIME_ALONE = re.compile(r"(?:thoi gian|thoi han|han cuoi|han chot|han nop)\b")
_REPORTS = re.compile(r"(?<!\w)(?:báo\s+cáo|gửi|nộp)\s")
_EXHORTS = ("nhan thuc", "quan triet sau sac", "phat huy", "tiep tuc phat huy", "neu cao", "xac dinh ro")


class Prose:
    """Reads paragraphs sentence by sentence; remembers that the assigning part of a text has begun."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.assigning = False
        self.asked: Field[Agencies] | None = None  # whom the letter's last request named

    def visit_under_heading(self, section: Section, context: Context) -> None:
        """A paragraph under a heading of tasks: one record (R1), or one a sentence that names another agency (R2)."""
        text = self.recorder.text
        rule = orders_nothing(clean(section.words.cut(text)))
        if rule is not None:
            self.recorder.ledger.note(section, "ignored", rule)
            return
        sentences = split_sentences(text, section.words)
        found = [find_assignment(text, sentence) for sentence in sentences]
        leads = [a.lead or a.subject for a in found]
        named = [a for a in found if a.lead or a.subject]
        metadata = self.recorder.metadata
        if not metadata.is_plan and writer_announces(clean(section.words.cut(text)), metadata.issuer):
            self.recorder.ledger.note(section, "ignored", "item.states")
            return
        if named and context.line_lead is None and all(self._only_states(a) for a in named):
            self.recorder.ledger.note(section, "ignored", "item.states")
            return
        different = {tuple(ref.name for ref in lead) for lead in leads if lead}
        if len(different) > 1 and leads[0] and context.line_lead is None:
            self.assigning = True  # the heading says so
            self._sentences(section, sentences, found, context)
        else:
            self.recorder.add_item(section, section.words, context)

    def visit_orders(self, section: Section, context: Context) -> bool:
        """``Yêu cầu các sở … nghiêm túc thực hiện Chỉ thị này. Giao Sở A theo dõi, định kỳ báo cáo./.``: the sentences
        of a closing paragraph that give a named agency work; whether there are any."""
        recorder = self.recorder
        ordered = False
        for sentence in split_sentences(recorder.text, section.words):
            assignment = find_assignment(recorder.text, sentence)
            named = assignment.rule == "assignment.assign" and all(ref.kind != "group" for ref in assignment.lead)
            named = named and is_closing(clean(sentence.cut(recorder.text))) is None
            if named or (assignment.lead and self._reports_by_a_day(sentence, context)):
                recorder.add_item(
                    section, sentence, replace(context, line_lead=None, line_coordinating=None), assignment
                )
                ordered = True
        return ordered

    def _reports_by_a_day(self, sentence: Span, context: Context) -> bool:
        """``Yêu cầu các đơn vị nghiêm túc thực hiện; báo cáo về Sở A trước ngày 25/8``: a call with a duty too."""
        text = self.recorder.text
        report = _REPORTS.search(text, sentence.start, sentence.end)
        if report is None or asks_superior(text, sentence, self.recorder.metadata.issuer):
            return False
        found = find_deadlines(text, Span(report.start(), sentence.end), context.dates)
        return any(item.due_on is not None and item.rule not in WEAK_RULES for item in found)

    def visit(self, section: Section, words: Span, context: Context) -> None:
        """A paragraph of a text without headings, or an article of a decision."""
        text = self.recorder.text
        printed = clean(words.cut(text))
        if fold(printed).startswith("muc tieu") and self.recorder.has_figures(words, context):
            self.recorder.add_target_item(section, words, context)
            return
        rule = self._assigns_nothing(words, printed)
        if rule is not None:
            self.recorder.ledger.note(section, "ignored", rule)
            return
        sentences = split_sentences(text, words)
        found = [find_assignment(text, sentence) for sentence in sentences]
        if self._is_ruled(section, context, found):
            self.recorder.ledger.note(section, "ignored", "item.states")
            return
        if not any(self._assigns(a, sentence) for a, sentence in zip(found, sentences, strict=True)):
            if self.due_back(section, sentences, context) or self._states_goals(section, sentences, context):
                return
            self.recorder.ledger.note(section, "ignored", "prose.nobody")
            return
        self._sentences(section, sentences, found, context)

    def due_back(self, section: Section, sentences: list[Span], context: Context) -> bool:
        """``Danh sách gửi về Sở X chậm nhất ngày …`` below a request: those it was made to hand that in."""
        recorder = self.recorder
        due = [sentence for sentence in sentences if hands_in(recorder.text, sentence)]
        if self.asked is None or recorder.metadata.is_plan or not due:
            return False
        asked = replace(self.asked, rule="prose.asked_before")
        for sentence in due:
            recorder.add_item(section, sentence, replace(context, line_lead=context.line_lead or asked, deadline=None))
        return True

    def _states_goals(self, section: Section, sentences: list[Span], context: Context) -> bool:
        """``Theo Kế hoạch, năm 2024 tỉnh phấn đấu đón khoảng 9 triệu lượt khách``: a summary of the plan's targets."""
        recorder = self.recorder
        first = next((n for n, s in enumerate(sentences) if _STRIVES.search(fold(s.cut(recorder.text)))), None)
        told = [] if first is None else sentences[first:]  # what stands behind the striving is meant too
        goals = [sentence for sentence in told if recorder.has_figures(sentence, context)]
        if goals and recorder.metadata.is_plan:
            recorder.add_target_item(section, Span(goals[0].start, goals[-1].end), context)
        return bool(goals) and bool(recorder.metadata.is_plan)

    def _assigns_nothing(self, words: Span, printed: str) -> str | None:
        folded = fold(printed)
        if folded.startswith(("yeu cau:", "muc dich", "ke hoach nham", "muc tieu")):
            return "prose.purpose"
        if asks_superior(self.recorder.text, words, self.recorder.metadata.issuer):
            return "item.upward"
        return is_closing(printed)

    def _assigns(self, assignment: Assignment, sentence: Span) -> bool:
        printed = clean(sentence.cut(self.recorder.text))
        if is_closing(printed) or (is_narration(printed) and assignment.rule != "assignment.inside"):
            return False
        if self._only_states(assignment):
            return False
        if self.recorder.metadata.kind == "tin":  # news tells who did what: only work that somebody gives counts
            return assignment.rule == "assignment.inside" and not self._exhorts(assignment.lead, printed)
        if assignment.lead:
            return not self._exhorts(assignment.lead, printed)
        begun = self.assigning or self._has_duty(assignment)
        return bool(assignment.subject) and begun and not self._exhorts(assignment.subject, printed)

    def _has_duty(self, assignment: Assignment) -> bool:
        """``Ban quản lý dự án có nhiệm vụ lập kế hoạch``, as an article of a decision says of a body that it founds."""
        place = assignment.subject[-1].spans[-1].end if assignment.subject and assignment.subject[-1].spans else 0
        if place == 0:
            return False
        founded = self.recorder.metadata.kind == "quyết định" and _FOUNDED.match(assignment.subject[-1].name)
        charged = bool(founded) and _HAS_CHARGE.match(self.recorder.text, place) is not None
        return charged or _HAS_DUTY.match(self.recorder.text, place) is not None

    def _is_ruled(self, section: Section, context: Context, found: list[Assignment]) -> bool:
        """In the annex of a resolution whose subject nobody gave work to: a rule, as "Tổ chức … phải …"."""
        ruled = in_annex(section.labels) and not self.recorder.metadata.is_plan and not context.ordered
        return ruled and context.line_lead is None and not any(a.lead for a in found)

    def _only_states(self, assignment: Assignment) -> bool:
        metadata = self.recorder.metadata
        told = metadata.is_plan or metadata.kind == "tin"
        return not told and only_states(self.recorder.text, assignment, metadata.issuer)

    def _is_time(self, sentence: Span, context: Context) -> bool:
        """``Thời gian chậm nhất đến hết ngày 25/10/2017.``: by when the sentence before is to be done."""
        if not _TIME_ALONE.match(fold(sentence.cut(self.recorder.text))):
            return False
        return bool(find_deadlines(self.recorder.text, sentence, context.dates))

    def _exhorts(self, agencies: Agencies, printed: str) -> bool:
        """A call to groups to understand, uphold or honour something assigns nothing (R9)."""
        return all(ref.kind == "group" for ref in agencies) and any(word in fold(printed) for word in _EXHORTS)

    def _sentences(self, section: Section, sentences: list[Span], found: list[Assignment], context: Context) -> None:
        """One record a sentence; a sentence without subject goes on with the agency of the one before (R2)."""
        recorder = self.recorder
        previous: Field[Agencies] | None = None
        for number, (sentence, assignment) in enumerate(zip(sentences, found, strict=True), 1):
            printed = clean(sentence.cut(recorder.text))
            if previous is not None and (_DESCRIBES.match(fold(printed)) or self._is_time(sentence, context)):
                continue
            if number < len(sentences) and self._is_time(sentences[number], context):
                time = find_deadlines(recorder.text, sentences[number], context.dates)[0]
                context = replace(context, deadline=time)
            starts = self._assigns(assignment, sentence) or bool(previous and (assignment.lead or assignment.subject))
            if self._only_states(assignment) or orders_nothing(printed) in _NO_SENTENCES:
                continue
            if starts:
                self.assigning = True
                previous = Field(assignment.lead or assignment.subject, printed, (sentence,), "rule", assignment.rule)
                self.asked = previous if assignment.lead else self.asked
                recorder.add_item(section, sentence, context, assignment)
            elif previous is not None and is_closing(printed) is None:
                inherited = replace(context, line_lead=replace(previous, rule="prose.previous_sentence"))
                recorder.add_item(section, sentence, inherited, assignment)
