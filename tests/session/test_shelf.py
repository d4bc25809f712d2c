from pathlib import Path

import pytest

from bot import Bot, Corpus, load_corpus
from bot.session import Contents, Documents, Face, Introduction, Opened, Said, Sections, Session, Shown, section_name
from bot.session.commands import ACTED
from bot.session.library import FEW, LISTED, SHELF
from tests.leaflets import ECZEMA, GASTROSCOPY


def source(shown: Shown) -> str:
    assert isinstance(shown, Sections)
    return "".join(document.text[section.start : section.end] for document, section in shown.sections)


def said(shown: Shown) -> str:
    assert isinstance(shown, Said)
    return shown.text


@pytest.fixture(scope="module")
def article_bot(article: Corpus) -> Bot:
    return Bot(article)


@pytest.fixture
def session(article_bot: Bot) -> Session:
    return Session(article_bot, Face(acts_on=ACTED))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with more leaflets than are looked through together."""
    folder = tmp_path_factory.mktemp("library")
    for number in range(1, 41):
        part = "knee" if number % 2 else "hip"
        (folder / f"{number:02}.txt").write_text(
            f"Your {part}, part {number}\n\nAt home {number}\nRest it for {number} days.\n\n"
            f"At work {number}\nLift no more than {number} boxes.\n",
            encoding="utf-8",
        )
    return folder


@pytest.fixture(scope="module")
def library_bot(library: Path) -> Bot:
    return Bot(load_corpus(library))


def test_contents_and_read_go_through_the_whole_source(session: Session, article: Corpus) -> None:
    assert session.respond("/contents") == Contents(tuple(article.documents))
    document = article.documents[0]
    assert source(session.respond("/read")) == document.text
    for number, section in enumerate(document.sections, 1):
        one = Sections(((document, section),))
        assert session.respond(f"/read {number}") == one
        assert session.respond(f"/read {section_name(section.heading).upper()}") == one


def test_the_numbers_of_sections_go_on_from_one_document_to_the_next(tmp_path: Path) -> None:
    (tmp_path / "eczema.txt").write_text(ECZEMA, encoding="utf-8")
    (tmp_path / "gastroscopy.txt").write_text(GASTROSCOPY, encoding="utf-8")
    session = Session(Bot(load_corpus(tmp_path)))
    numbers = range(1, len(session.headings) + 1)
    texts = [source(session.respond(f"/read {number}")) for number in numbers]
    assert "".join(texts) == ECZEMA + GASTROSCOPY
    assert all(text.startswith(heading) for text, heading in zip(texts, session.headings, strict=True))


def test_a_section_is_found_by_a_part_of_its_name_or_a_misspelt_one(session: Session) -> None:
    for wanted in ("challenges", "chalenges and consideration"):
        assert source(session.respond(f"/read {wanted}")).startswith("Challenges and Considerations")


@pytest.mark.parametrize("wanted", ["0", "99", "qqqq", "²", "9" * 5000])
def test_a_section_that_is_not_there_is_said_kindly(session: Session, wanted: str) -> None:
    assert "/contents" in said(session.respond(f"/read {wanted}"))


def test_the_docs_are_the_leaflets(session: Session, article: Corpus) -> None:
    assert session.respond("/docs") == Documents(((1, article.documents[0]),), 1)
    assert session.respond("/docs game stem") == Documents(((1, article.documents[0]),), 1, "game stem")
    assert "There is no leaflet “zebra”" in said(session.respond("/docs zebra"))


def test_of_a_library_some_titles_are_listed_and_how_to_find_the_rest(library_bot: Bot) -> None:
    session = Session(library_bot)
    introduction = session.introduction()
    assert (len(introduction.titles), introduction.further) == (FEW, 40 - FEW)
    first = session.respond("/docs")
    assert isinstance(first, Documents)
    assert (len(first.listed), first.of) == (LISTED, 40)
    listed = list(first.listed)
    while len(listed) < first.of:
        further = session.respond(f"/docs {listed[-1][0] + 1}")
        assert isinstance(further, Documents)
        listed += further.listed
    assert listed == list(enumerate(library_bot.corpus.documents, 1))


def test_leaflets_of_a_library_are_found_by_words_and_read_by_their_numbers(library_bot: Bot) -> None:
    session = Session(library_bot)
    found = session.respond("/docs knee")
    assert isinstance(found, Documents)
    assert (found.of, found.word) == (20, "knee")
    number, document = found.listed[4]
    assert "knee" in document.title
    assert session.respond(f"/contents {number}") == Contents((document,))
    assert source(session.respond("/read 3")).startswith(f"At work {number}")
    assert source(session.respond("/read")) == document.text


def test_a_library_is_not_poured_out(library_bot: Bot) -> None:
    session = Session(library_bot)
    for command in ("/contents", "/read"):
        assert "Which of the 40 leaflets?" in said(session.respond(command))
    many = session.respond("/contents knee")
    assert isinstance(many, Contents)
    assert len(many.documents) == SHELF


def test_the_leaflet_that_was_quoted_is_the_one_that_is_looked_at(library_bot: Bot) -> None:
    session = Session(library_bot)
    session.respond("how long do I rest at home 7?")
    shown = session.respond("/contents")
    assert isinstance(shown, Contents)
    assert [document.name for document in shown.documents] == ["07.txt"]
    assert source(session.respond("/read 2")).startswith("At home 7")


def test_read_begins_at_what_was_quoted(session: Session, article: Corpus) -> None:
    session.respond("how much does it cost?")
    shown = session.respond("/read")
    assert isinstance(shown, Sections)
    assert shown.sections[shown.begin_at][1].heading == "Challenges and Considerations"


def test_open_gives_the_file_of_a_leaflet_or_its_address(leaflet: Path) -> None:
    def opened() -> Shown:
        return Session(Bot(load_corpus(leaflet)), Face(path=leaflet, acts_on=ACTED)).respond("/open")

    assert opened() == Opened(leaflet.as_uri(), str(leaflet))
    leaflet.with_suffix(".toml").write_text('address = "https://knee.example/pain"\n', encoding="utf-8")
    assert opened() == Opened("https://knee.example/pain", "https://knee.example/pain")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "--help", "https://a.example/ b"])
def test_nothing_but_a_web_address_is_opened(leaflet: Path, address: str) -> None:
    leaflet.with_suffix(".toml").write_text(f'address = "{address}"\n', encoding="utf-8")
    session = Session(Bot(load_corpus(leaflet)), Face(path=leaflet, acts_on=ACTED))
    assert session.respond("/open") == Opened(leaflet.as_uri(), str(leaflet))


def test_open_takes_the_leaflet_that_is_named_and_of_many_the_one_that_was_quoted(
    library_bot: Bot, library: Path
) -> None:
    session = Session(library_bot, Face(path=library, acts_on=ACTED))
    assert "Which of the 40 leaflets?" in said(session.respond("/open"))
    assert session.respond("/open part 12") == Opened((library / "12.txt").as_uri(), str(library / "12.txt"))
    session.respond("how long do I rest at home 7?")
    assert session.respond("/open") == Opened((library / "07.txt").as_uri(), str(library / "07.txt"))


def test_the_article_can_be_opened_and_a_file_that_is_gone_is_said(session: Session, tmp_path: Path) -> None:
    shown = session.respond("/open")
    assert isinstance(shown, Opened)
    assert Path(shown.name).read_text(encoding="utf-8") == session.bot.corpus.documents[0].text
    gone = tmp_path / "gone.txt"
    gone.write_text("Ears\n\nKeep them dry.\n", encoding="utf-8")
    bot = Bot(load_corpus(gone))
    gone.unlink()
    assert "/read shows its text" in said(Session(bot, Face(path=gone, acts_on=ACTED)).respond("/open"))


def test_an_introduction_names_few_files_that_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "ears.txt").write_text("Ears\n\nKeep them dry.\n", encoding="utf-8")
    for number in range(FEW + 4):
        (tmp_path / f"bad{number}.txt").write_bytes(b"\xff\xfe\xff")
    introduction = Session(Bot(load_corpus(tmp_path))).introduction()
    assert isinstance(introduction, Introduction)
    assert len(introduction.left_out) == FEW + 1
    assert introduction.left_out[-1] == "and 4 more like that."
