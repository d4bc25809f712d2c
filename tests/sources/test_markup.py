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


def test_a_box_begins_where_it_does_and_not_at_the_frame_of_its_heading(tmp_path: Path) -> None:
    from bot import load_corpus

    head = "<div class='care-card__heading-container'><h2 class='care-card__heading'>Call 999 if:</h2></div>"
    path = tmp_path / "a.html"
    path.write_text(f"<h1>Croup</h1><div class='care-card'>{head}<div><ul><li>they faint</ul></div></div>", "utf-8")
    (passage,) = (each for each in load_corpus(path).passages if each.text == "they faint")
    assert passage.quoted == "Call 999 if:\n\n- they faint"


def test_headings_in_a_folded_part_stand_under_its_own() -> None:
    folded = (
        "<h2>Doses</h2><details><summary>If you forget</summary><h3>Same day</h3><p>Late.</p></details><h3>Cost</h3>"
    )
    assert written(read(f"{folded}<p>Free.</p>")) == [
        *("heading 2: Doses", "heading 3: If you forget", "heading 4: Same day", "body 0: Late."),
        *("heading 3: Cost", "body 0: Free."),
    ]


@pytest.mark.parametrize(
    ("markup", "marks"),
    [
        ("<ol start=3><li>x<li>y</ol>", ["3.", "4."]),
        ("<ol type=a><li>x<li>y</ol>", ["a.", "b."]),
        ("<ol type=I start=4><li>x</ol>", ["IV."]),
        ("<ol><li>x<li value=7>y<li>z</ol>", ["1.", "7.", "8."]),
    ],
)
def test_items_are_counted_as_the_page_counts_them(markup: str, marks: list[str]) -> None:
    source = read(f"<p>Do this:</p>{markup}")
    assert [source.text[b.start : b.content].strip() for b in source.blocks if b.kind == "bullet"] == marks


def test_lists_in_cells_stay_lists() -> None:
    cells = "<tr><th>Age<th>Dose<tr><td>5<td><ul><li>5 mg on day 1<li>3 mg after</ul><tr><td>8<td><ul><li>9 mg</ul>"
    assert written(read(f"<table>{cells}</table>"))[1:] == ["row 1: 5 | 5 mg on day 1; 3 mg after", "row 1: 8 | 9 mg"]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (
            "<p>Not with aspirin<sup><a href='#n1' id='r1'>1</a></sup>.</p><p>Rest.</p>"
            "<ol><li id='n1'>Except low doses. <a href='#r1'>↩</a></ol>",
            ["body 0: Not with aspirin¹.", "body 0: Rest.", "body 0: ¹ Except low doses."],
        ),
        (
            "<p>Not with aspirin <a href='#n'>[2]</a>.</p><p id='n'>[2] Except low doses.</p>",
            ["body 0: Not with aspirin [2].", "body 0: [2] Except low doses."],
        ),
        (
            "<p>Not with aspirin<a href='#n'>1</a>.</p><p id='n'>Except low doses.</p>",
            ["body 0: Not with aspirin¹.", "body 0: ¹ Except low doses."],
        ),
        ("<p>See <a href='#s'>1</a>.</p><h2 id='s'>Signs</h2><p>Fever.</p>", None),
    ],
)
def test_a_footnote_has_the_mark_that_the_text_refers_to_it_by(body: str, shown: list[str] | None) -> None:
    found = written(read(body))
    assert found == shown if shown else not any(line.startswith("body 0: ¹") for line in found)


def test_an_empty_line_parts_paragraphs_and_a_line_end_does_not() -> None:
    assert written(read("<p>Rest.<br>Well.<br><br>Walk.<br>&nbsp;<br>Run.</p>")) == [
        *("body 0: Rest.\nWell.", "body 0: Walk.", "body 0: Run."),
    ]


@pytest.mark.parametrize(
    "teaser",
    [
        "<a href='/x'><h3>Travel</h3><p>How to travel safely when you are pregnant.</p></a>",
        "<div class='card'><h3><a href='/x'>Travel</a></h3><p>How to travel safely when you are pregnant.</p></div>",
        "<h2>You might also like</h2><ul><li><a href='/x'>Travel</a></ul>",
        "<h2>News</h2><ul><li><a href='/x'>Travel</a><li><a href='/y'>Travel well</a></ul>",
        "<h2>Further reading</h2><p><a href='/x'>Travel in pregnancy. A guide to travel.</a></p>",
        "<div id='onetrust-banner'><p>Travel cookies.</p></div>",
    ],
)
def test_what_leads_to_another_page_is_left_out_with_its_heading(teaser: str) -> None:
    source = read(f"<h2>Care</h2>{REST}{teaser}<h2>Signs</h2>{REST}")
    assert [section for section in written(source) if section.startswith("heading")] == [
        *("heading 2: Care", "heading 2: Signs"),
    ]
    assert "ravel" not in source.text


@pytest.mark.parametrize(
    "matter",
    [
        "<div class='card'><h3><a href='/x'>Call 999 if</a></h3><ul><li>you faint</ul></div>",
        "<div class='card'><h3>Travel</h3><p>Take your pills along.</p></div>",
        "<h2>News</h2><p>The ward has moved.</p>",
        "<h2><a href='#top'>Travel</a></h2><p>Take your pills along.</p>",
        "<h2>Who to call</h2><ul><li><a href='tel:01632960000'>01632 960000</a></ul>",
    ],
)
def test_what_only_looks_like_a_way_to_another_page_is_kept(matter: str) -> None:
    text = read(matter + REST).text
    for piece in filter(None, matter.replace("<", "\n<").replace(">", ">\n").split("\n")):
        assert piece.startswith("<") or piece in text


def test_bold_lines_are_headings_on_a_page_that_marks_none() -> None:
    bold = "<p><b>At home</b></p><p>Rest.</p><p><strong>Call 999 if:</strong></p><p><b>Take care</b></p>"
    assert written(read(bold)) == [
        *("heading 2: At home", "body 0: Rest.", "body 0: Call 999 if:", "body 0: Take care"),
    ]
    assert written(read(f"<h2>Care</h2>{bold}"))[1] == "body 0: At home"


def test_the_title_of_a_page_is_that_of_its_details_where_no_heading_is() -> None:
    page = (
        "<html><head><title>Croup - River Hospital</title></head><h2>Signs</h2><p>A cough.</p><h2>Care</h2><p>Rest.</p>"
    )
    assert source_of("a.html", page).title == "Croup"


MARKDOWN = {
    "a link over lines": ("Rest. [Read\nmore](/x) of it.", ["body 0: Rest. Read more of it."]),
    "a card": ("Rest.\n\n[![x](x.jpg)\n\nA study\n\nIt found much.](/x)\n\nWalk.", ["body 0: Rest.", "body 0: Walk."]),
    "a footnote": (
        "Not with aspirin.[^low]\n\n[^low]: Except low doses.",
        ["body 0: Not with aspirin.¹", "body 0: ¹ Except low doses."],
    ),
    "a footnote in a footnote": (
        "Rest.[^a]\n\n[^a]: Well[^b].\n[^b]: Very.",
        ["body 0: Rest.¹", "body 0: ¹ Well².", "body 0: ² Very."],
    ),
    "a folded part": (
        "<details>\n<summary>If you forget</summary>\n\nTake it late.\n\n</details>\n\nRest.",
        ["heading 3: If you forget", "body 0: Take it late.", "body 0: Rest."],
    ),
    "the mark of a folded part that got lost": (
        "Rest.\n If you forget\n \nTake it late.\n",
        ["body 0: Rest.", "heading 3: If you forget", "body 0: Take it late."],
    ),
    "a list that begins later": ("3. Wash\n4. Dry", ["bullet 1: Wash", "bullet 1: Dry"]),
    "a line that is ended by hand": ("One\\\ntwo", ["body 0: One\ntwo"]),
    "a warning": ("> [!CAUTION]\n> Keep away.", ["body 0: Caution: Keep away."]),
    "tasks": ("- [ ] Wash\n- [x] Dry", ["bullet 1: Wash", "bullet 1: Dry"]),
    "a raised figure": ("10<sup>9</sup> cells", ["body 0: 10⁹ cells"]),
}


@pytest.mark.parametrize(("text", "shown"), MARKDOWN.values(), ids=MARKDOWN.keys())
def test_markdown_of_wider_kinds_is_read_as_it_is_shown(tmp_path: Path, text: str, shown: list[str]) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# Tablets\n\n## Use\n\n{text}\n", "utf-8")
    assert written(read_markdown(path)) == ["heading 2: Use", *shown]


def test_the_title_of_a_guide_may_have_come_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# \nOverview\n \n - \n Anticoagulants\n## Contents\n1. Overview\n2. [Uses](/u)\n**Rest.**\n", "utf-8"
    )
    assert read_markdown(path).text == "Anticoagulants\n\nRest."
