"""Punctuation that was dictated as words: "what does it cost question mark"."""

import re
from collections.abc import Mapping
from functools import cached_property

NO_MARK_AFTER = "a an the this that any one some in my his her diabetic".split()
"""After these, the words are no dictated mark: "he came to a full stop", "in a comma" (a coma)."""

NO_MARK_BEFORE = "of over about".split()
"""Nor before these: "question mark over my diagnosis", "new line of treatment"."""


class Dictation:
    """Writes marks that were dictated as marks.

    Args:
        marks: the mark that is meant by each phrase.
    """

    def __init__(self, marks: Mapping[str, str]) -> None:
        self._marks = marks

    def written(self, normal_text: str) -> str:
        """A text in normal form, with marks in the place of their names."""
        if not any(name in normal_text for name in self._marks):
            return normal_text
        return self._pattern.sub(lambda found: self._marks[found["name"]], normal_text)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        not_after = "".join(rf"(?<!\b{word} )" for word in NO_MARK_AFTER)
        names = "|".join(map(re.escape, sorted(self._marks, key=len, reverse=True)))
        at_the_end = r"question mark(?=\W*$)"
        return re.compile(
            rf" ?\b(?:{not_after}(?=\w)|(?={at_the_end}))(?P<name>{names})\b(?! (?:{'|'.join(NO_MARK_BEFORE)})\b)"
        )
