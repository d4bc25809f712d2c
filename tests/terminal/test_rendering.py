import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser as SelectolaxParser
from wcwidth import wcswidth

from bot import Bot, Corpus, Quote, Reply, load_corpus
from bot.dialogue.reply import DISCLAIMER, Conversation, Kind
from bot.dialogue.verdict import Because
from bot.session import (
    COMMANDS,
    Began,
    Cleared,
    Contents,
    Copied,
    Documents,
    Editing,
    Examples,
    Further,
    Help,
    Introduction,
    Left,
    Opened,
    Recalled,
    Replied,
    Said,
    Sections,
    Session,
    Shown,
    Why,
)
from bot.sources.source import Page
from bot.terminal.rendering import Renderer
from bot.terminal.replies import REMINDER
from bot.terminal.transcripts import transcript
from bot.terminal.why import BECAUSE
from tests.leaflets import ECZEMA, GASTROSCOPY, KNEE

SGR = re.compile(r"\x1b\[[0-9;]*m")
Quotes = tuple[Quote, Quote, Quote]


def visible(text: str) -> str:
    return SGR.sub("", text)


def styled_parts(text: str, style: str) -> str:
    return " ".join(
        part for codes, part in re.findall(r"\x1b\[([0-9;]+)m([^\x1b]*)", text) if style in codes.split(";")
    )


@pytest.fixture(scope="module")
def knee(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    path = tmp_path_factory.mktemp("knee") / "knee.txt"
    path.write_text(KNEE, encoding="utf-8")
    return load_corpus(path)


def answer(quotes: Sequence[Quote]) -> Reply:
    return Reply("answer", "The material says:", tuple(quotes), suggestions=("What else?", "And then?"))


def everything(reply: Reply, corpus: Corpus, text: str) -> list[Shown]:
    """One of each that a session shows, with ``text`` wherever a person's words may come in."""
    sections = tuple((document, section) for document in corpus.documents for section in document.sections)
    shown: list[Shown] = [
        Replied(reply),
        Replied(reply, picked=text or None),
        *(Further(quote, reply.disclaimer) for quote in reply.quotes),
        Why(reply),
        Why(reply, with_figures=True),
        Documents(tuple(enumerate(corpus.documents, 1)), 30, text),
        Contents(tuple(corpus.documents)),
        Sections(sections),
        Examples((text, "Why?"), 7),
        Help(COMMANDS, reply),
        Said(text, text),
        Recalled(1, text, reply),
        Began(text, Introduction((text,), (text,), (text,), (text,), 3), text),
        Copied(text),
        Opened("https://a.example", text),
        Editing(),
        Cleared(),
        Left(text),
    ]
    assert {type(one) for one in shown} >= {*get_args(Shown)} - {Further}
    return shown


def test_a_quote_is_shown_to_the_letter(quotes: Quotes) -> None:
    shown = Renderer().reply(answer(quotes))
    quoted = [line.removeprefix("> ") for line in shown.split("\n") if line.startswith("> ")]
    assert "\n".join(quoted) == quotes[0].text


def test_a_reply_opens_with_the_quote_and_its_place_on_one_line(quotes: Quotes) -> None:
    shown = Renderer().reply(replace(answer(quotes), intent="answer/one")).split("\n")
    quoted, passage = quotes[0].text.split("\n"), quotes[0].passage
    assert shown[: len(quoted)] == [f"> {line}" for line in quoted]
    assert shown[len(quoted)] == f"  {passage.section} · {passage.document.title}"
    assert shown[len(quoted) + 2 :] == [DISCLAIMER, "You could also ask: What else? · And then?"]


def test_what_a_reply_says_besides_that_a_quote_comes_is_kept(quotes: Quotes) -> None:
    reply = replace(answer(quotes), intent="answer/two", message="One of these:\n\nYou can talk to someone: 116 123.")
    shown = Renderer().reply(reply)
    assert shown.startswith("One of these:\n\n> ")
    assert shown.index("116 123") > shown.index(quotes[0].passage.section)
    referred = Renderer().reply(replace(reply, kind="refer", intent="refer/personal"))
    assert referred.index("116 123") < referred.index("> ")


def test_the_page_stands_in_the_same_line(leaflet: Path) -> None:
    passage = load_corpus(leaflet).passages[0]
    pages = (Page(0, 7, "iii"),)
    paged = replace(passage, document=replace(passage.document, pages=pages))
    shown = Renderer().quote(Quote(paged, 1.0, (), passage.sentences[0]))
    assert shown.split("\n")[-1] == "  Exercise · Living with Knee Pain · page 7 (printed: iii)"


@pytest.mark.parametrize("width", [60, 80])
def test_a_long_title_is_cut_to_keep_the_place_on_one_line_unless_it_is_read_aloud(quotes: Quotes, width: int) -> None:
    title = quotes[1].passage.document.title
    place = visible(Renderer(width, plain=False).quote(quotes[1])).split("\n")[-1]
    assert place.startswith(f"  {quotes[1].passage.section} · {title[:16]}")
    assert place.endswith("…")
    assert wcswidth(place) <= width
    assert title in " ".join(Renderer(width, plain=True).quote(quotes[1]).split())


def test_what_is_known_of_a_source_is_shown(leaflet: Path) -> None:
    leaflet.with_suffix(".toml").write_text(
        'publisher = "Knee Trust"\naddress = "https://knee.example/pain"\nreviewed = "2026-03"\n', encoding="utf-8"
    )
    passage = load_corpus(leaflet).passages[0]
    quote = Quote(passage, 1.0, (), passage.sentences[0])
    shown = Renderer().quote(quote)
    assert shown.endswith("\n  Knee Trust · reviewed 2026-03 · https://knee.example/pain")
    linked = Renderer(80, plain=False, linked=True).quote(quote)
    assert "\x1b]8;;https://knee.example/pain\x1b\\Living with Knee Pain\x1b]8;;\x1b\\" in linked
    assert linked.endswith("\n  Knee Trust · reviewed 2026-03")
    assert "\x1b]8" not in Renderer(80, plain=True, linked=True).quote(quote)


def test_an_address_that_is_none_is_no_link(leaflet: Path) -> None:
    leaflet.with_suffix(".toml").write_text('address = "javascript:alert(1)"\n', encoding="utf-8")
    passage = load_corpus(leaflet).passages[0]
    shown = Renderer(80, plain=False, linked=True).quote(Quote(passage, 1.0, (), passage.sentences[0]))
    assert "\x1b]8" not in shown


def test_the_disclaimer_is_short_where_it_is_not_due_but_never_on_plain_paper(quotes: Quotes) -> None:
    brief = Replied(answer(quotes), in_full=False)
    rich = Renderer(200, plain=False).shown(brief)
    assert (REMINDER in rich, DISCLAIMER in rich) == (True, False)
    plain = Renderer(200, plain=True).shown(brief)
    assert (REMINDER in plain, DISCLAIMER in plain) == (False, True)
    assert len(REMINDER) < 80


def test_suggestions_take_two_lines_at_most(quotes: Quotes) -> None:
    reply = replace(answer(quotes), suggestions=("What happens in the hospital?",) * 3)
    for width, shown in ((200, 3), (80, 3), (50, 2), (40, 1)):
        text = Renderer(width, plain=False, numbered=True).reply(reply)
        suggested = visible(text[text.index("You could also ask") :]).split("\n")
        assert len(suggested) <= 2
        assert " ".join(suggested).count("hospital?") == shown
    assert "You could also ask" not in Renderer(80, plain=False, numbered=True, height=6).reply(reply)


def test_where_a_question_is_to_be_chosen_all_are_listed(quotes: Quotes) -> None:
    reply = Reply("decline", "Which of these?", suggestions=("A?", "B?", "C?"), intent="decline/which")
    assert Renderer(40, numbered=True).reply(reply).endswith(" 1. A?\n 2. B?\n 3. C?")


def test_hidden_words_leave_no_hole_in_a_quote(tmp_path: Path) -> None:
    leaflet = tmp_path / "bath.md"
    leaflet.write_text("# Bath\n\nUse a stool. <!-- a bench, of wood --> <b>Dry</b> yourself.\n", encoding="utf-8")
    passage = load_corpus(leaflet).passages[0]
    shown = Renderer(plain=True).quote(Quote(passage, 1.0, (), passage.sentences[0]))
    assert shown.startswith("> Use a stool. Dry yourself.\n")
    assert passage.quoted in passage.document.text


def test_the_best_sentence_is_bold_and_the_matched_words_are_underlined(quotes: Quotes) -> None:
    quote = quotes[0]
    shown = Renderer(width=80, plain=False).quote(quote)
    best = quote.passage.document.text[slice(*quote.best)]
    assert re.sub(r"\W+", " ", styled_parts(shown, "1")).split() == re.sub(r"\W+", " ", best).split()
    underlined = styled_parts(shown, "4").casefold().split()
    assert underlined
    assert all(word.startswith(quote.matched[0]) for word in underlined)


def test_a_short_matched_word_marks_no_longer_word(leaflet: Path) -> None:
    passage = load_corpus(leaflet).passages[0]
    shown = Renderer(width=80, plain=False).quote(Quote(passage, 1.0, ("kee", "swim"), passage.sentences[0]))
    assert styled_parts(shown, "4").split() == ["Swimming"]


@pytest.mark.parametrize("offered", [1, 2])
def test_close_passages_are_offered_both(quotes: Quotes, offered: int) -> None:
    shown = Renderer().reply(replace(answer(quotes[1:]), offered=offered))
    assert shown.count(f" · {quotes[0].passage.document.title}") == offered
    assert (quotes[2].passage.text in shown) == (offered == 2)
    assert ("2 of 2" in shown) == (offered == 2)


def test_in_an_emergency_what_to_do_comes_first_and_alone(quotes: Quotes) -> None:
    reply = replace(
        answer(quotes), kind="emergency", message="Call 999 now.\n\nStay with them.", understood=(("hart", "heart"),)
    )
    shown = Renderer(numbered=True).reply(reply)
    assert shown == f"Call 999 now.\n\nStay with them.\n\n{DISCLAIMER}"


def test_mended_spelling_is_said(quotes: Quotes) -> None:
    shown = Renderer().reply(replace(answer(quotes), understood=(("rhumatoid", "rheumatoid"),)))
    assert "\nI read this as: rheumatoid (for “rhumatoid”)\n" in shown


def test_suggestions_are_numbered_where_a_number_can_be_typed(quotes: Quotes) -> None:
    assert "ask: 1 What else? · 2 And then?" in Renderer(numbered=True).reply(answer(quotes))
    assert "ask: What else? · And then?" in Renderer().reply(answer(quotes))


def test_in_an_emergency_what_says_whom_to_call_is_bold() -> None:
    reply = Reply("emergency", "I am sorry.\n\nCall 999 now.\n\nGo to 2 friends.")
    assert styled_parts(Renderer(plain=False).reply(reply), "1") == "Call 999 now."


def test_plain_has_no_colour_and_no_box_drawing(quotes: Quotes, article: Corpus) -> None:
    reply = replace(answer(quotes), offered=2, understood=(("a", "b"),))
    renderer = Renderer(width=60, plain=True, numbered=True)
    shown = renderer.introduction(Introduction(("Knee Pain",), ("Why?",)))
    shown += "".join(map(renderer.shown, everything(reply, article, "Why?")))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\u2500-\u259f]", shown)


def test_why_tells_in_plain_words_what_decided_and_the_figures_only_on_demand(quotes: Quotes) -> None:
    reply = replace(
        answer(quotes), because="signals", intent="answer/one", evidence=0.8125,
        signals={"topics": 0.5, "topics, with gaps": 0.25},
    )  # fmt: skip
    words = Renderer().shown(Why(reply))
    assert "a question that the material answers" in words
    assert f"fits your word “{quotes[0].matched[0]}”" in words
    assert "I am sure that the material answers" in words
    assert not re.search(r"\d\.\d|signals|intent", words)
    figures = Renderer().shown(Why(reply, with_figures=True))
    for told in ("Kind of reply: answer", "signals: answer/one", "0.81", "topics 0.50", "score 3.00"):
        assert told in figures
    assert "with gaps" not in figures


@pytest.mark.parametrize("because", get_args(Because))
@pytest.mark.parametrize("kind", get_args(Kind))
def test_why_has_words_for_every_reason_and_kind(quotes: Quotes, because: str, kind: Kind) -> None:
    reply = Reply(kind, "It says:", quotes, because=because, detail="a {rule}", topic="sun{ny}", intent=f"{kind}/x")
    assert because in BECAUSE
    shown = Renderer().shown(Why(reply))
    assert BECAUSE[because].partition("{")[0] in shown
    assert len([line for line in shown.split("\n") if line]) >= 4


WIDE = st.text(st.sampled_from("abc de 日本語 é👩‍👩‍👧 😀-.,https://\n"), max_size=300)


@given(WIDE, st.integers(40, 120), st.booleans())
def test_nothing_is_wider_than_the_terminal(knee: Corpus, text: str, width: int, plain: bool) -> None:
    renderer = Renderer(width=width, plain=plain, numbered=True)
    passage = knee.passages[0]
    quote = Quote(passage, 1.0, (text,), passage.sentences[0])
    reply = Reply("answer", text.strip() or "It says:", (quote,), (text, "Why?"), understood=((text, text),))
    screens = [*map(renderer.shown, everything(reply, knee, text)), renderer.introduction(Introduction((text,), ()))]
    assert all(wcswidth(visible(line)) <= width for screen in screens for line in screen.split("\n"))


@pytest.mark.parametrize("width", [40, 57, 80, 200])
def test_wrapping_loses_no_word_of_a_quote(quotes: Quotes, width: int) -> None:
    shown = visible(Renderer(width=width, plain=False).quote(quotes[0]))
    quoted = [line.removeprefix("│ ") for line in shown.split("\n") if line.startswith("│ ")]
    assert " ".join(quoted).split() == quotes[0].text.split()


def test_a_picked_question_stands_above_its_reply(quotes: Quotes) -> None:
    renderer = Renderer()
    reply = answer(quotes)
    assert renderer.shown(Replied(reply)) == renderer.reply(reply)
    assert renderer.shown(Replied(reply, picked="What else?")) == f"What else?\n\n{renderer.reply(reply)}"


def test_a_further_passage_comes_with_its_place_and_the_disclaimer(quotes: Quotes) -> None:
    renderer = Renderer()
    shown = renderer.shown(Further(quotes[1], DISCLAIMER))
    assert shown == f"The next best passage:\n{renderer.quote(quotes[1])}\n\n{DISCLAIMER}"


def test_the_introduction_names_the_material_and_numbers_the_questions() -> None:
    introduction = Introduction(("Knee Pain", "Eczema"), ("What helps?", "How often?"))
    assert Renderer(numbered=True).introduction(introduction) == (
        "I quote from:\n“Knee Pain”\n“Eczema”\n\n"
        "You could start with one of these (type its number):\n 1. What helps?\n 2. How often?"
    )
    assert Renderer().introduction(replace(introduction, questions=())).endswith("“Eczema”")


def test_the_introduction_says_how_many_leaflets_it_does_not_name() -> None:
    shown = Renderer().introduction(Introduction(("Knee Pain",), (), further=4999))
    assert shown == "I quote from:\n“Knee Pain”\nand 4,999 more leaflets (/docs lists them)."


def test_the_introduction_says_which_files_are_not_read() -> None:
    introduction = Introduction(("Knee Pain",), (), ("a.txt: damaged.",), ("b.toml: belongs to no leaflet.",))
    shown = Renderer().introduction(introduction)
    assert shown.endswith("Left out: a.txt: damaged.\nb.toml: belongs to no leaflet.")


def test_help_lists_every_command_with_what_it_takes_and_does() -> None:
    shown = Renderer(width=80).shown(Help(COMMANDS))
    for name, (argument, summary) in COMMANDS.items():
        assert re.search(rf"^{re.escape(f'{name} {argument}'.strip())} +{re.escape(summary)}$", shown, re.MULTILINE)


def test_the_numbers_in_the_contents_are_those_that_are_read(tmp_path: Path) -> None:
    (tmp_path / "eczema.txt").write_text(ECZEMA, encoding="utf-8")
    (tmp_path / "gastroscopy.txt").write_text(GASTROSCOPY, encoding="utf-8")
    session = Session(Bot(load_corpus(tmp_path)))
    renderer = Renderer()
    contents = re.findall(r"^ *(\d+)\. (.+)$", renderer.shown(session.respond("/contents")), re.MULTILINE)
    assert [name for _, name in contents if name != "Beginning"] == [*filter(None, session.headings)]
    for number, name in contents:
        shown = renderer.shown(session.respond(f"/read {number}"))
        assert shown.startswith(name if name != "Beginning" else ("Eczema", "Having"))


def test_a_section_is_shown_whole_with_its_headings_in_bold(article: Corpus) -> None:
    document = article.documents[0]
    sections = tuple((document, section) for section in document.sections)
    shown = Renderer(width=60, plain=False).shown(Sections(sections))
    assert visible(shown).split() == document.text.split()
    headings = [document.title, *(section.heading for section in document.sections)]
    assert styled_parts(shown, "1").split() == " ".join(headings).split()


def test_a_transcript_has_every_message_with_its_reply_on_lines_that_fit_on_paper(
    article: Corpus, quotes: Quotes
) -> None:
    reply = answer(quotes)
    conversation = Conversation().after("how much\x1b[2J does it cost? 😀", reply).after("and then?", reply)
    saved = transcript(conversation)
    said = Renderer(width=80).reply(reply)
    assert saved == f"You: how much does it cost? 😀\n\nBot: {said}\n\nYou: and then?\n\nBot: {said}\n"
    assert quotes[0].passage.document.title in " ".join(saved.split())


def test_a_conversation_as_markdown_sets_the_quote_apart_and_changes_no_word_of_it(quotes: Quotes) -> None:
    passage = quotes[1].passage
    starred = replace(passage.document, text=passage.document.text.replace("Cost", "C*st", 1).replace("can", "<b>", 1))
    quote = replace(quotes[1], passage=replace(passage, document=starred))
    saved = transcript(Conversation().after("how *much*?", answer((quote,))), ".md")
    assert saved.startswith("## how \\*much\\*?\n")
    page = SelectolaxParser(MarkdownIt().render(saved))
    (quoted,) = page.css("blockquote")
    assert quoted.text().split() == [word for word in quote.text.split() if word != "-"]
    assert passage.section in saved.split("— ")[1]
    assert DISCLAIMER in page.text()


def test_a_hostile_document_cannot_touch_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(
        "Ti\x1b]0;owned\x07tle\n\nHead\u202eing\nA \x1b[2Jsentence \x9b31mhere is\u2066 long.\n", encoding="utf-8"
    )
    corpus = load_corpus(path)
    passage = corpus.passages[-1]
    renderer = Renderer(width=60, plain=False)
    hostile = "\x1b[1A\u202e\ud800?"
    quote = Quote(passage, 1.0, ("sentence", hostile), passage.sentences[0])
    reply = Reply("answer", "It says:", (quote,), (hostile,), understood=((hostile, hostile),), because=hostile)
    screens = map(renderer.shown, everything(reply, corpus, hostile))
    introduction = renderer.introduction(Introduction((corpus.documents[0].title,), (hostile,)))
    kept = Conversation().after(hostile, reply)
    saved = transcript(kept) + transcript(kept, ".md")
    shown = visible("".join(screens) + introduction + saved)
    assert "sentence" in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


def test_the_contents_tell_what_is_known_of_each_leaflet_and_which_is_out_of_date(tmp_path: Path) -> None:
    for name, curation in (
        ("ear", 'publisher = "Ward 7"\naddress = "https://ear.example"\nreviewed = 2019-03-01\n'),
        ("eye", 'publisher = "Ward 8"\nreviewed = "next week"\n'),
    ):
        (tmp_path / f"{name}.txt").write_text(f"About the {name}\n\nCare\n\nKeep it dry.\n\nRest at home.\n")
        (tmp_path / f"{name}.toml").write_text(curation)
    shown = Renderer(width=80).shown(Session(Bot(load_corpus(tmp_path))).respond("/contents"))
    ear, eye = shown.split("About the eye")
    assert "Ward 7, reviewed 2019-03-01, https://ear.example" in ear
    assert "more than 3 years ago" in ear
    assert "Ward 8, reviewed next week" in eye
    assert "more than 3 years ago" not in eye
