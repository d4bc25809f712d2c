"""What a reader never sees is neither searched nor quoted, and moves no offset."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sources.hidden import without_hidden

SEEN = "Walk a little every day."
HIDDEN = (
    "<!-- withdrawn: soak it -->",
    "<!--\nOld text, withdrawn:\nsoak it twice a day\n-->",
    "```\n# soak it\n```",
    "~~~ text\nsoak it\n~~~",
    "<script>soak()</script>",
    "<style>.soak { color: red }</style>",
    "<del>soak it</del>",
    "~~soak it~~",
    "{--soak it--}",
    "{>>soak it?<<}",
    "<div hidden>soak it</div>",
    '<p style="display: none">soak it</p>',
    '<p style="visibility:hidden">soak it</p>',
    "<span style='color: red; visibility: hidden'>soak it</span>",
    "[WITHDRAWN] To heal, soak it.\nThen soak it more.",
    "**[Superseded in 2021]** soak it",
    "Obsolete: soak it",
    "[do not use this version]\n\nsoak it",
    "Deleted:\n- soak it\n- soak it well",
    "- [withdrawn] soak it",
    "- ~~soak it~~",
    "3. <del>soak it</del>.",
    "![soak it](soak.png)",
    '<img src="soak.png" alt="soak it">',
    '[1]: https://riverside.example/soak "soak it"',
    "[//]: # (soak it)",
    "[^1]: Note to self: soak it?",
    "{% comment %} soak it {% endcomment %}",
    "%%\nsoak it\n%%",
    "%% soak it %%",
)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_hidden_is_blanked_and_what_is_around_it_stays(hidden: str, line_break: str) -> None:
    text = f"# Ankle sprain\n\n{SEEN}\n\n{hidden}\n\nWait an hour.\n".replace("\n", line_break)
    shown = without_hidden(text)
    assert len(shown) == len(text)
    assert shown.split() == f"# Ankle sprain {SEEN} Wait an hour.".split()
    assert all(after in (before, " ") for before, after in zip(text, shown, strict=True))


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Ankle sprain\ntags: [ankle, crutches]\nnote: out of date\n---\n",
        '+++\ntitle = "Ankle sprain"\ndraft = true\n+++\n',
        "---\ntitle: Ankle sprain\nkeywords:\n  - crutches\n...\n",
        "\ufeff---\ntitle: Ankle sprain\n---\n",
    ],
)
def test_front_matter_is_blanked(front: str, line_break: str) -> None:
    text = f"{front}\n# Ankle sprain\n\n{SEEN}\n".replace("\n", line_break)
    shown = without_hidden(text)
    assert len(shown) == len(text)
    assert shown.replace("\ufeff", "").split() == f"# Ankle sprain {SEEN}".split()


@pytest.mark.parametrize(
    "text",
    [
        "---\nWalk a little every day\nbut not far.\n---\n\nRest well.",
        "Take it below 38 °C, never at >39 or <35.",
        "Take <5 mg and >2 mg.",
        "About ~5 to ~10 minutes.",
        "An e-mail to <ward@riverside.example> is enough.",
        "Use `ice`, not `heat`.",
        "[the exercises][1] help",
        "[Note]: keep it dry.",
        "Rest it.[^1]\r\n\r\n[^1]: Not the toes.\r\n",
        "50%% of people",
        "Walk -- slowly -- home.",
    ],
)
def test_what_only_looks_hidden_is_seen(text: str) -> None:
    assert without_hidden(text) == text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<details><summary>More</summary>\n\nRest well.\n\n</details>", "More Rest well."),
        ("<p>Rest <b>well</b>.<br>Walk<br/>slowly.</p>", "Rest well . Walk slowly."),
        ('<h2 class="x">Going home</h2>', "Going home"),
        ("- ~~Soak it.~~\n- Rest.\n", "- Rest."),
        ("2. ~~Soak it.~~\n3. Rest.\n", "3. Rest."),
    ],
)
def test_tags_are_blanked_and_the_words_between_them_stay(text: str, words: str) -> None:
    shown = without_hidden(text)
    assert len(shown) == len(text)
    assert shown.split() == words.split()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- Rest.\n- [WITHDRAWN] Soak it,\n  and more.\n- Walk.", "- Rest. - Walk."),
        ("## [Withdrawn] Soaking\n\nSoak it.\n\n### How\n\nIn gin.\n\n## Rest\n\nWalk.", "## Rest Walk."),
        ("Withdrawn consent is no problem: ask.", "Withdrawn consent is no problem: ask."),
        ("The old version was withdrawn: ask.", "The old version was withdrawn: ask."),
    ],
)
def test_what_is_withdrawn_ends_where_the_next_begins(text: str, words: str) -> None:
    assert without_hidden(text).split() == words.split()


def test_an_item_without_words_is_kept_where_nothing_was_hidden() -> None:
    assert without_hidden("-\nRest.\n3.\nWalk.") == "-\nRest.\n3.\nWalk."


def test_line_separators_of_all_kinds_may_be_hidden() -> None:
    text = f"<!-- a\u2028b\x0bc\x85 -->\n{SEEN}"
    assert without_hidden(text) == " " * text.index("\n") + "\n" + SEEN


@pytest.mark.parametrize("opening", ["<!-- ", "```\n", "<del>", "<div hidden>"])
def test_what_is_never_closed_is_hidden_to_the_end(opening: str) -> None:
    assert without_hidden(f"{SEEN}\n\n{opening}soak it\n\nand soak it").split() == SEEN.split()


@settings(max_examples=50)
@given(st.lists(st.sampled_from([*HIDDEN, SEEN, "- a bullet", "## Risks", "Telephone 01632 960000"]), max_size=8))
def test_no_word_that_is_hidden_is_left_and_none_that_is_seen_is_lost(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    shown = without_hidden(text)
    assert len(shown) == len(text)
    assert "soak" not in shown
    assert shown.split() == " ".join(part for part in parts if part not in HIDDEN).split()


@pytest.mark.parametrize("start", ["[![a](", "{--", "~~x ", "<s ", "<a hidden ", "<!--", "```\n", "%%\n", "<b>"])
def test_a_megabyte_of_what_is_opened_and_never_closed_is_read(start: str) -> None:
    text = start * (200_000 // len(start))
    assert len(without_hidden(text)) == len(text)
