"""The craft: from the text of a plan to its tasks, as pure functions without I/O.

A plan is one NFC text (:mod:`extractors.document`); everything found in it is a half-open span of that text.
"""
