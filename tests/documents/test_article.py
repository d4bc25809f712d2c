"""The article that comes with the program, as an anchor: a change here changes what people are told."""

from bot.documents import builtin_corpus_path, load_corpus

SECTIONS = (
    "",
    "Understanding Stem Cell Therapy",
    "How Stem Cells Help in Autoimmune Conditions",
    "Current Research and Success Stories",
    "Challenges and Considerations",
    "Future of stem cell treatment for autoimmune illnesses",
)

PASSAGES = [
    (0, "paragraph", "Autoimmune disorders develop when"),
    (0, "paragraph", "Recent advances in regenerative medicine"),
    (1, "paragraph", "Stem cells are remarkable because"),
    (1, "list", "There are different types of stem cells"),
    (1, "bullet", "Hematopoietic Stem Cells (HSCs): Found"),
    (1, "bullet", "Mesenchymal Stem Cells (MSCs): An"),
    (1, "paragraph", "Research and updates on stem cell therapy"),
    (2, "list", "Stem cell treatment treats autoimmune"),
    (2, "bullet", "Immune System Reset: Stem cells can"),
    (2, "bullet", "Tissue Repair: These cells promote"),
    (2, "bullet", "Inflammation Control: MSCs, in"),
    (2, "bullet", "Reduction in Medication Dependence:"),
    (3, "paragraph", "Several clinical trials and studies"),
    (3, "paragraph", "Patients with Crohn’s disease who"),
    (4, "list", "Despite its potential, stem cell"),
    (4, "bullet", "Cost: The treatment can be expensive"),
    (4, "bullet", "Regulation: Not all stem cell therapies"),
    (4, "bullet", "Effectiveness: Even while many people"),
    (5, "paragraph", "As research progresses, stem cell"),
    (5, "paragraph", "Stem cell treatment may help some"),
]


def test_the_passages_of_the_article_with_their_kinds_and_sections() -> None:
    passages = load_corpus().passages
    assert [passage.number for passage in passages] == list(range(20))
    assert [
        (SECTIONS.index(passage.section), passage.kind, passage.text[: len(start)])
        for passage, (_, _, start) in zip(passages, PASSAGES, strict=True)
    ] == PASSAGES


def test_the_article_is_read_to_the_letter() -> None:
    (document,) = load_corpus().documents
    assert document.text.encode() == (builtin_corpus_path() / "stem-cell-therapy.txt").read_bytes()
    assert document.title == "Stem Cell Therapy for Autoimmune Diseases: A Game Changer?"
    assert tuple(section.heading for section in document.sections) == SECTIONS


def test_what_is_not_known_about_the_article_is_left_out() -> None:
    (document,) = load_corpus().documents
    assert document.details.address is None
    assert document.details.reviewed is None


def test_each_list_contains_its_bullets_and_nothing_else_does() -> None:
    passages = load_corpus().passages
    held = {p.number: [other.number for other in passages if p.contains(other)] for p in passages}
    assert {number: inner for number, inner in held.items() if inner} == {
        3: [4, 5],
        7: [8, 9, 10, 11],
        14: [15, 16, 17],
    }
