"""What a Word paragraph or run inherits: styles over ``basedOn``, the default style, the document's defaults."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pipeline.readers.word_package import W, find, is_on, value


class StyleSheet:
    """The styles part of a Word file (or none of it: every question then has the plain answer)."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._chains: dict[str | None, tuple[Element, ...]] = {}
        self._run_defaults = find(root, "docDefaults/rPrDefault/rPr")
        for style in () if root is None else root.findall(W + "style"):
            key, kind = style.get(W + "styleId", ""), style.get(W + "type", "paragraph")
            self._styles[key] = style
            if style.get(W + "default") in ("1", "true", "on"):
                self._defaults[kind] = key

    def chain(self, key: str | None, kind: str = "paragraph") -> tuple[Element, ...]:
        """The style ``key`` (None or unknown: the default of its kind) and those it is based on, nearest first."""
        if key not in self._styles:
            key = self._defaults.get(kind)
        if key not in self._chains:
            found: list[Element] = []
            step = key
            while step in self._styles and self._styles[step] not in found:
                found.append(self._styles[step])
                step = value(found[-1], "basedOn")
            self._chains[key] = tuple(found)
        return self._chains[key]

    def of_paragraph(self, paragraph: Element) -> tuple[Element, ...]:
        """The paragraph's style and those it is based on."""
        return self.chain(value(paragraph, "pPr/pStyle"))

    def is_centred(self, paragraph: Element) -> bool:
        for holder in (paragraph, *self.of_paragraph(paragraph)):
            alignment = value(holder, "pPr/jc")
            if alignment is not None:
                return alignment == "center"
        return False

    def run_is(self, name: str, run: Element, paragraph: Element) -> bool:
        """Whether the toggle property ``name`` (``b``, ``caps``, ``vanish``) holds for ``run``.

        A value at the run wins; else the paragraph's and the run's style are XORed (ISO 29500-1, 17.7.3).
        Bold that only a table style gives to its first row is not followed.
        """
        own = is_on(find(run, "rPr"), name)
        if own is not None:
            return own
        run_style = value(run, "rPr/rStyle")
        from_run = self._of_styles(name, self.chain(run_style, "character")) if run_style else False
        from_paragraph = self._of_styles(name, self.of_paragraph(paragraph))
        return bool(is_on(self._run_defaults, name)) or from_run != from_paragraph

    def _of_styles(self, name: str, styles: tuple[Element, ...]) -> bool:
        for style in styles:
            stated = is_on(find(style, "rPr"), name)
            if stated is not None:
                return stated
        return False
