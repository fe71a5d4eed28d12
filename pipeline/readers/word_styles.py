"""What a Word paragraph or run inherits: styles over ``basedOn``, the default style, the document's defaults."""

from __future__ import annotations

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.styles import CT_Style, CT_Styles
from docx.styles.styles import Styles

from pipeline.readers.word_xml import Element, find, is_on, value


class StyleSheet:
    """The styles part of a Word file (or none of it: every question then has the plain answer).

    ``docx.Document.styles`` is not asked: where a file has no styles part, python-docx gives those of its own template.
    """

    def __init__(self, styles: CT_Styles | None) -> None:
        self._styles = None if styles is None else Styles(styles)
        self._chains: dict[tuple[str | None, WD_STYLE_TYPE], tuple[CT_Style, ...]] = {}
        self._toggles: dict[tuple[str, str | None, WD_STYLE_TYPE], bool] = {}
        self._run_defaults = find(styles, "docDefaults/rPrDefault/rPr")

    def chain(self, key: str | None, kind: WD_STYLE_TYPE = WD_STYLE_TYPE.PARAGRAPH) -> tuple[CT_Style, ...]:
        """The style ``key`` (None or unknown: the default of its kind) and those it is based on, nearest first."""
        if (key, kind) not in self._chains:
            found: list[CT_Style] = []
            style = None if self._styles is None else self._styles.get_by_id(key, kind)
            step: CT_Style | None = None if style is None else style.element
            while step is not None and step not in found:
                found.append(step)
                step = step.base_style
            self._chains[key, kind] = tuple(found)
        return self._chains[key, kind]

    def of_paragraph(self, paragraph: Element) -> tuple[CT_Style, ...]:
        """The paragraph's style and those it is based on."""
        return self.chain(value(paragraph, "pPr/pStyle"))

    def is_centred(self, paragraph: Element) -> bool:
        for holder in (paragraph, *self.of_paragraph(paragraph)):
            alignment = value(holder, "pPr/jc")
            if alignment is not None:
                return alignment == "center"
        return False

    def run_is(self, name: str, run: Element, paragraph: Element, of_table: bool = False) -> bool:
        """Whether the toggle property ``name`` (``b``, ``caps``, ``vanish``) holds for ``run``.

        A value at the run wins; else the styles of the table (``of_table``), the paragraph and the run are XORed
        (ISO 29500-1, 17.7.3).
        """
        own = is_on(find(run, "rPr"), name)
        if own is not None:
            return own
        run_style = value(run, "rPr/rStyle")
        of_run = run_style is not None and self._toggle(name, run_style, WD_STYLE_TYPE.CHARACTER)
        of_paragraph = self._toggle(name, value(paragraph, "pPr/pStyle"), WD_STYLE_TYPE.PARAGRAPH)
        return bool(is_on(self._run_defaults, name)) or of_table ^ of_paragraph ^ of_run

    def _toggle(self, name: str, key: str | None, kind: WD_STYLE_TYPE) -> bool:
        """What the nearest style of the chain of ``key`` that states ``name`` says."""
        if (name, key, kind) not in self._toggles:
            stated = (is_on(find(style, "rPr"), name) for style in self.chain(key, kind))
            self._toggles[name, key, kind] = next((answer for answer in stated if answer is not None), False)
        return self._toggles[name, key, kind]
