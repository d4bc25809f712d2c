"""How long quotes and their parts may be, in words."""

MAXIMUM_QUOTE_WORDS = 120
"""No quote is longer: about what fits on a small terminal without scrolling."""

MAXIMUM_PARAGRAPH_WORDS = 100
"""A longer paragraph is cut at sentence ends; the rest of the 120 leaves room for what governs it."""

MAXIMUM_GOVERNING_WORDS = 60
"""Where all that governs a passage is longer, the outermost is left out: a quote must leave room for the passage."""

MAXIMUM_TOGETHER_WORDS = 100
"""Of paragraphs that are longer together, and of which one takes back another, only a sentence is quoted along."""

MAXIMUM_ITEM_WORDS = 12
"""Paragraphs that are no longer, under a line that announces something ("Do not take them:"), are what it announces."""

MAXIMUM_CONDITION_WORDS = 40
"""A longer sentence is not brought along as the condition of what stands after it."""

SHORT_LIST_WORDS = 30
"""A list of a few short items is quoted whole instead of an item at a time: it reads better, and nothing is missed."""
