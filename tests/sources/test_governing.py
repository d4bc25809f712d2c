"""Which lines govern what stands under or after them."""

import pytest

from bot.sources.governing import announces, forbids, governs_section, is_question, opens_branch, opens_condition


@pytest.mark.parametrize(
    "line",
    [
        "Do not take it if you:",
        "You must not take them if",
        "**Do not** take if:",
        "**Do not take it if you:**",
        "Never:",
        "Call 999 if your child",
        "Ring the ward if you notice",
        "Side effects include",
        "You can have food, but not",
        "Do not take it if you …",
        "Tell the doctor if you have –",
        "**Call 999 for**",
    ],
)
def test_a_line_that_goes_on_in_its_list(line: str) -> None:
    assert announces(line)


@pytest.mark.parametrize(
    "line", ["Do not take it.", "Side effects", "Wash your hands", "Who should not take it?", "Rest at home for a week"]
)
def test_a_line_that_is_complete(line: str) -> None:
    assert not announces(line)


@pytest.mark.parametrize(
    "heading",
    [
        "Don't",
        "DON’T",
        "Don'ts",
        "DOs and DON'Ts",
        "Do not",
        "Never",
        "What to avoid",
        "Who should not have it?",
        "Not allowed",
        "Foods to limit",
        "Myths",
        "Warnings and precautions",
        "When to ring us",
        "If you fall",
        "For people with weak kidneys",
        "In children under 12",
        "Urgent advice",
        "Can I just stop?",
    ],
)
def test_a_heading_without_which_its_section_means_something_else(heading: str) -> None:
    assert governs_section(heading)


@pytest.mark.parametrize(
    "heading",
    [
        "Do",
        "Side effects",
        "What is it?",
        "When can I drive?",
        "How do I take it?",
        "Your stay",
        "Notes",
        "What can go wrong?",
    ],
)
def test_a_heading_that_turns_nothing(heading: str) -> None:
    assert not governs_section(heading)


def test_a_heading_that_forbids_and_one_that_says_when() -> None:
    assert forbids("Don't")
    assert forbids("What to avoid")
    assert not forbids("If you cannot sleep")
    assert not forbids("Do")


def test_conditions_branches_and_questions() -> None:
    assert opens_condition("If you had sedation, do not drive.")
    assert opens_condition("2. Unless you are told otherwise")
    assert not opens_condition("In England you can refer yourself.")
    assert opens_branch("For adults: two tablets.")
    assert opens_branch("After midnight – skip it.")
    assert not opens_branch("Drink plenty if you can.")
    assert is_question("When can I drive")
    assert not is_question("When you drive")
