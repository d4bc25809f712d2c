"""From the markup of a page to what a reader sees of it."""

from pathlib import Path

import pytest

from bot.errors import DocumentError
from bot.sources.furniture import furniture
from bot.sources.html import read_html
from bot.sources.markdown import read_markdown
from bot.sources.markup import source_of
from bot.sources.source import Source

REST = "<p>Take it with food, and drink a glass of water with each tablet that you take in the morning.</p>"


def read(body: str) -> Source:
    return source_of("a.html", f"<html><body><main><h1>Your tablets</h1>{body}</main></body></html>")


def written(source: Source) -> list[str]:
    """The blocks after the title: their kind and level, and their words."""
    return [
        f"{block.kind} {block.level}: {source.text[block.content : block.end]}"
        for block in source.blocks
        if block.kind not in ("box", "end")
    ][1:]


def test_the_text_holds_what_is_seen_and_every_block_is_a_slice_of_it() -> None:
    source = read("<p>Take&nbsp;one <b>each</b> <a href='/x'>day</a>.<br>Not more.</p><ul><li>with food</ul>")
    assert source.text == "Your tablets\n\nTake one each day.\nNot more.\n\n- with food"
    assert written(source) == ["body 0: Take one each day.\nNot more.", "bullet 1: with food"]


def test_lists_stand_in_one_another_and_are_numbered_as_they_were() -> None:
    source = read("<ol><li>Wash<p>Use soap.</p><ul><li>both hands</ul><li>Dry</ol>")
    assert written(source) == ["bullet 1: Wash", "body 2: Use soap.", "bullet 2: both hands", "bullet 1: Dry"]
    assert "1. Wash" in source.text
    assert "2. Dry" in source.text


def test_a_table_has_its_caption_and_head_and_a_table_that_only_lays_out_has_none() -> None:
    table = "<table><caption>Doses</caption><tr><th>Age<th>Dose<tr><td>2 to 4<td><p>5 ml</p></table>"
    assert written(read(table)) == ["body 0: Doses", "row 0: Age | Dose", "row 1: 2 to 4 | 5 ml"]
    laid_out = "<table><tr><td><h2>Doses</h2><p>5 ml a day.</p></td><td>Ask us.</td></tr></table>"
    assert written(read(laid_out)) == ["heading 2: Doses", "body 0: 5 ml a day.", "body 0: Ask us."]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>Take two.</p>",
        "<p style='color: red; display : none'>Take two.</p>",
        "<p aria-hidden='true'>Take two.</p>",
        "<p class='nhsuk-u-visually-hidden'>Take two.</p>",
        "<del>Take two.</del>",
        "<!-- Take two. -->",
        "<script>Take two.</script>",
        "<template><p>Take two.</p></template>",
        "{% comment %}{{ Take two. }}",
    ],
)
def test_what_nobody_sees_is_never_quoted(hidden: str) -> None:
    assert "two" not in read(hidden + REST).text


@pytest.mark.parametrize(
    "furniture_of_a_site",
    [
        "<nav><p>Home page.</p></nav>",
        "<div role='search'><p>Home page.</p></div>",
        "<div id='cookie-banner'><p>Home page.</p></div>",
        "<section class='siteFooter'><p>Home page.</p></section>",
        "<p>Page last reviewed: Home page</p>",
        "<p><a href='/'>Home page</a></p>",
        "<ul><li><a href='/'>Home page</a></ul>",
        "<h2>Related links</h2><ul><li>Home page</ul>",
    ],
)
def test_what_is_the_sites_is_left_out(furniture_of_a_site: str) -> None:
    source = read(REST + furniture_of_a_site)
    assert "Home" not in source.text
    assert len(written(source)) == 1


@pytest.mark.parametrize(
    "matter",
    [
        "<p><a href='tel:111'>Call 111</a></p>",
        "<p>You can get help from:</p><ul><li><a href='/s'>Samaritans</a></ul>",
        "<h2>Related links</h2><p>Stop the tablets before an operation.</p>",
        "<details><summary>If you forget</summary><p>Take it late.</p></details>",
        "<form><p>Take it late.</p></form>",
        "<aside class='warning'><p>Never take two.</p></aside>",
        "<p>Back to work: after two weeks</p>",
        "<figure><img alt='x'><figcaption>A rash.</figcaption></figure>",
    ],
)
def test_what_looks_like_furniture_and_tells_something_is_kept(matter: str) -> None:
    words = matter.replace("<", "\n<").replace(">", ">\n").split("\n")
    text = read(matter if "<form>" in matter else matter + REST).text
    for piece in filter(None, words):
        assert piece.startswith("<") or piece in text


def test_the_heading_of_a_box_holds_for_the_box_alone(tmp_path: Path) -> None:
    from bot import load_corpus

    box = "<div class='care-card'><h2>Call 999 if:</h2><ul><li>you faint</ul></div>"
    path = tmp_path / "a.html"
    path.write_text(f"<html><h1>Tablets</h1><h2>At home</h2><p>Rest.</p>{box}<p>You may walk.</p></html>", "utf-8")
    corpus = load_corpus(path)
    places = {passage.text: (passage.path, passage.quoted) for passage in corpus.passages}
    assert places["You may walk."] == ("At home", "You may walk.")
    assert places["you faint"] == ("Call 999 if", "Call 999 if:\n\n- you faint")


def test_a_title_may_stand_in_a_box(tmp_path: Path) -> None:
    from bot import load_corpus

    path = tmp_path / "a.html"
    path.write_text("<html><div class=panel>Menu<h1>Tablets</h1><p>Rest.</p></div><p>Walk.</p></html>", "utf-8")
    corpus = load_corpus(path)
    assert corpus.documents[0].text == "Tablets\n\nRest.\n\nWalk."
    assert [passage.text for passage in corpus.passages] == ["Rest.", "Walk."]


def test_a_section_tells_what_it_stands_under(tmp_path: Path) -> None:
    from bot import load_corpus

    path = tmp_path / "a.md"
    path.write_text("# Tablets\n\n## Treatment\n\n### Children\n\nOne a day.\n\n## Cost\n\nFree.\n", "utf-8")
    assert [passage.path for passage in load_corpus(path).passages] == ["Treatment > Children", "Cost"]


def test_raised_digits_stay_apart_from_what_they_stand_behind() -> None:
    assert written(read("<p>10<sup>9</sup> cells of H<sub>2</sub>O, the 1<sup>st</sup> day.</p>")) == [
        "body 0: 10⁹ cells of H₂O, the 1st day."
    ]


def test_letters_as_a_typesetter_makes_them_are_letters() -> None:
    assert written(read("<p>\ufb01rst of\ufb02ine co\u00adop\u200beration, x\u2011ray</p>")) == [
        "body 0: first offline cooperation, x-ray"
    ]


@pytest.mark.parametrize("tag", ["div", "ul><li", "details", "table><tr><td", "b", "nav", "blockquote"])
def test_elements_may_stand_in_one_another_ten_thousand_deep(tag: str) -> None:
    assert "Take it" in source_of("a.html", f"<{tag}>" * 10_000 + REST).text


def test_a_page_without_text_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<html><script>draw()</script><h1>Loading</h1></html>", "utf-8")
    with pytest.raises(DocumentError, match="a web page without any text"):
        read_html(path)


def test_markdown_is_read_without_its_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Tablets\n\nTake **one** [a day](/x).\n\n- with _food_\n\n|A|B|\n|-|-|\n|1|2|\n", "utf-8")
    assert written(read_markdown(path)) == [
        "body 0: Take one a day.",
        "bullet 1: with food",
        "row 0: A | B",
        "row 1: 1 | 2",
    ]


def test_lines_of_markdown_that_was_made_of_a_page_are_paragraphs(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Tablets\n## \n At home\nTake one.\n* with food\n* at night\nRest a day.\nThen walk.\n", "utf-8")
    assert written(read_markdown(path)) == [
        "heading 2: At home",
        "body 0: Take one.",
        "bullet 1: with food",
        "bullet 1: at night",
        "body 0: Rest a day.",
        "body 0: Then walk.",
    ]


@pytest.mark.parametrize(
    ("names", "is_named"),
    [
        ("site-footer", True),
        ("siteFooter", True),
        ("footer__inner", True),
        ("nhsuk-skip-link", True),
        ("content", False),
        ("shared-decisions", False),
        ("menu-planning-advice", False),
        ("main-menu", True),
        ("social-care-and-support", False),
        ("cookie-consent", True),
        ("nhsuk-related-nav__list", True),
        ("renavigate", False),
    ],
)
def test_an_element_is_known_by_the_words_of_its_names(names: str, is_named: bool) -> None:
    assert furniture().is_named(names) is is_named
