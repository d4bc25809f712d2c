"""What an editor writes beside a leaflet: what it gives, and what is said when it is wrong."""

from pathlib import Path

import pytest

from bot.documents import Corpus, Details, Gap, load_corpus
from bot.errors import CurationError
from bot.sources.curation import Curation, GapCuration, PassageCuration, read_curation

LEAFLET = "Stem cells\n\nThey are young cells.\n\nPlease ask about:\n\n- Costs: it is not free.\n- Time\n"

CURATION = """
title = "Stem cells in plain words"
publisher = "Riverside Hospital"
address = "https://riverside.example/stem-cells"
reviewed = 2026-03-01
language = "en"
synonyms = ["gut, bowel, intestine"]

[abbreviations]
MSC = "mesenchymal stem cell"

[[passage]]
starts = "Costs: it is"
question = "How much does it cost?"
examples = ["will my insurance pay", "price"]

[[passage]]
starts = "Please ask about:"

[[uncovered]]
topic = "side effects"
examples = ["does it hurt"]
"""


def load(folder: Path, curation: str | bytes) -> Corpus:
    (folder / "stem.txt").write_text(LEAFLET)
    (folder / "stem.toml").write_bytes(curation if isinstance(curation, bytes) else curation.encode())
    return load_corpus(folder)


def complaint(folder: Path, curation: str | bytes) -> str:
    with pytest.raises(CurationError) as caught:
        load(folder, curation)
    text = str(caught.value)
    assert text.startswith(f"{folder / 'stem.toml'}: ")
    return text.removeprefix(f"{folder / 'stem.toml'}: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_everything_that_an_editor_may_write(tmp_path: Path, encoding: str, line_break: str) -> None:
    corpus = load(tmp_path, CURATION.replace("\n", line_break).encode(encoding))
    assert corpus.documents[0].details == Details(
        title="Stem cells in plain words",
        publisher="Riverside Hospital",
        address="https://riverside.example/stem-cells",
        reviewed="2026-03-01",
        language="en",
    )
    assert corpus.documents[0].text == LEAFLET
    assert corpus.synonyms == ("gut, bowel, intestine",)
    assert corpus.abbreviations == {"MSC": "mesenchymal stem cell"}
    assert corpus.gaps == (Gap("side effects", ("does it hurt",), "stem.txt"),)
    curated = {passage.text: (passage.question, passage.examples) for passage in corpus.passages if passage.examples}
    assert curated == {
        "Costs: it is not free.": (
            "How much does it cost?",
            ("How much does it cost?", "will my insurance pay", "price"),
        ),
    }


def test_a_curation_is_read_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "stem.toml"
    path.write_text(CURATION, encoding="utf-8")
    curation = read_curation(path)
    assert curation.details["publisher"] == "Riverside Hospital"
    assert curation.passages == (
        PassageCuration("Costs: it is", "How much does it cost?", ("will my insurance pay", "price")),
        PassageCuration("Please ask about:"),
    )
    assert curation.gaps == (GapCuration("side effects", ("does it hurt",)),)


@pytest.mark.parametrize("content", [None, "", "# nothing yet\n"])
def test_no_curation_or_an_empty_one(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "stem.toml").write_text(content, encoding="utf-8")
    assert read_curation(tmp_path / "stem.toml") == Curation()


def test_without_a_toml_nothing_is_invented(tmp_path: Path) -> None:
    (tmp_path / "stem.txt").write_text(LEAFLET)
    corpus = load_corpus(tmp_path)
    assert corpus.documents[0].details == Details(title="Stem cells")
    assert (corpus.gaps, corpus.synonyms, dict(corpus.abbreviations)) == ((), (), {})


def test_two_entries_for_one_passage_add_up(tmp_path: Path) -> None:
    entries = '[[passage]]\nstarts = "They"\nexamples = ["one"]\nquestion = "What are they?"\n'
    corpus = load(tmp_path, entries + '[[passage]]\nstarts = "They are"\nexamples = ["two"]')
    assert (corpus.passages[0].question, corpus.passages[0].examples) == (
        "What are they?",
        ("What are they?", "one", "two"),
    )


def test_the_curation_of_all_leaflets_comes_together(tmp_path: Path) -> None:
    for name, short in (("a", "A"), ("b", "B")):
        (tmp_path / f"{name}.txt").write_text(LEAFLET)
        (tmp_path / f"{name}.toml").write_text(
            f'synonyms = ["{name}, x"]\n[abbreviations]\n{short} = "{name} long"\n[[uncovered]]\ntopic = "{name}"\n'
        )
    corpus = load_corpus(tmp_path)
    assert corpus.synonyms == ("a, x", "b, x")
    assert corpus.abbreviations == {"A": "a long", "B": "b long"}
    assert [gap.topic for gap in corpus.gaps] == ["a", "b"]


def test_a_passage_that_is_not_in_the_source(tmp_path: Path) -> None:
    text = complaint(tmp_path, '[[passage]]\nstarts = "Costs: it is cheap"')
    assert text.startswith("no passage begins with 'Costs: it is cheap'. Copy the passage's first words")


@pytest.mark.parametrize("starts", ["young cells", "Stem cells", "- Costs"])
def test_only_the_beginning_of_a_passage_names_it(tmp_path: Path, starts: str) -> None:
    assert complaint(tmp_path, f'[[passage]]\nstarts = "{starts}"').startswith(f"no passage begins with {starts!r}.")


@pytest.mark.parametrize(
    ("curation", "line"),
    [
        ('language = "en"\ntitle = Stem cells\n', 2),
        ('language = "en"\n\ntitle = "Stem cells', 3),
        ('language = "en"\ntitle = """Stem\ncells\n', 3),
        ('language = "en"\nlanguage = "de"\n', 2),
    ],
    ids=["no quotation marks", "open text", "open long text", "a key twice"],
)
def test_a_broken_toml_says_the_line(tmp_path: Path, curation: str, line: int) -> None:
    text = complaint(tmp_path, curation)
    assert text.startswith("not valid TOML: ")
    assert f"at line {line}," in text


def test_a_toml_that_is_not_utf_8_says_the_byte(tmp_path: Path) -> None:
    assert complaint(tmp_path, b'title = "na\xefve"') == "not UTF-8 at byte 11. Save it as UTF-8."


def test_a_folder_in_the_place_of_a_toml(tmp_path: Path) -> None:
    (tmp_path / "stem.txt").write_text(LEAFLET)
    (tmp_path / "stem.toml").mkdir()
    with pytest.raises(CurationError, match="cannot be read"):
        load_corpus(tmp_path)


@pytest.mark.parametrize(
    ("curation", "start"),
    [
        ("title = 3", "title must be a text in quotation marks"),
        ('publisher = " "', "publisher must be a text in quotation marks, and not an empty one."),
        ("reviewed = 2026", "reviewed must be a text in quotation marks"),
        ('address = ["a"]', "address must be a text in quotation marks"),
        ('synonyms = "gut, bowel"', "synonyms must be a list of texts"),
        ("synonyms = [1]", "synonyms must be a text in quotation marks"),
        ('abbreviations = "MSC"', "abbreviations must be a table"),
        ("[abbreviations]\nMSC = 1", "abbreviations: MSC must be a text"),
        ('passage = "They"', "passage must be written as [[passage]] tables"),
        ('[passage]\nstarts = "They"', "passage must be written as [[passage]] tables"),
        ('[[passage]]\nquestion = "What?"', "[[passage]] number 1: starts must be a text"),
        ('[[passage]]\nstarts = "They"\n[[passage]]\nstarts = ""', "[[passage]] number 2: starts must be a text"),
        ('[[passage]]\nstarts = "They"\nquestion = 1', "[[passage]] number 1: question must be a text"),
        ('[[passage]]\nstarts = "They"\nexamples = "a"', "[[passage]] number 1: examples must be a list"),
        (
            '[[passage]]\nstarts = "They"\nexample = ["a"]',
            "[[passage]] number 1: example is not known here. Use one of",
        ),
        ('[[uncovered]]\nexamples = ["a"]', "[[uncovered]] number 1: topic must be a text"),
        ('[[uncovered]]\ntopic = "a"\nexamples = [2]', "[[uncovered]] number 1: examples must be a text"),
        ('uncovered = ["a"]', "uncovered must be written as [[uncovered]] tables"),
        ('author = "me"', "author is not known here. Use one of: title, publisher, address, reviewed, language,"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, curation: str, start: str) -> None:
    assert complaint(tmp_path, curation).startswith(start)


@pytest.mark.parametrize("wrong", ["gut,, bowel", "gut => ", "a => b => c", ", gut"])
def test_a_wrong_line_of_synonyms_is_named_with_its_file_and_its_line(tmp_path: Path, wrong: str) -> None:
    text = complaint(tmp_path, f'title = "a"\nsynonyms = [\n  "ill, sick",\n  "{wrong}",\n]\n')
    assert text.startswith(f"line 4: synonyms, entry 2 must be 'a, b, c' or 'typed, typed => meant', not {wrong!r}")


def test_an_abbreviation_without_letters_is_an_error(tmp_path: Path) -> None:
    assert complaint(tmp_path, '[abbreviations]\n"" = "mesenchymal"').startswith("abbreviations: what stands before")


@pytest.mark.parametrize("text", [f"synonyms = {'[' * 5000}{']' * 5000}", f"title = {'9' * 5000}"])
def test_what_is_too_deep_or_too_long_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "leaflet.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CurationError, match=r"leaflet\.toml"):
        read_curation(path)
