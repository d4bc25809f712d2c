"""Every tuned number, in one frozen value, each with its reason.

An experiment is another value: ``Bot(corpus, settings=replace(SETTINGS, story_weight=1.0))``. Weights that are
trained stand in ``bot/model``, not here; nor do lengths of what is shown and guards against a division by nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers that the bot reads, searches and decides by."""

    # ------------------------------------------------------------------------------------------------- reading
    longest_message: int = 8_000
    """Characters; a longer message is politely refused, so that a reply always comes at once."""

    most_words_mended: int = 14
    """How many words of a message the speller looks at: each takes about half a millisecond, and a message with
    more of them is hardly English."""

    least_letters_mentioned: int = 4
    """A reply does not say that it read "u" as "you"; from this many letters on it does."""

    story_weight: float = 0.5
    """The weight of the sentences around a question: "My dad had a stroke in 2010. How much does it cost?" From 0.3
    to 0.7 it made no difference that could be told from noise; at 1 stories stole questions."""

    most_words: int = 400
    """How many words of a message are searched for; the rules of safety look at all of them."""

    # -------------------------------------------------------------------------------------------------- spelling
    shortest_mended: int = 4
    """Words of fewer letters have too many neighbours to be mended safely."""

    longest_mended: int = 40
    """A longer run of letters is no word."""

    shortest_joined: int = 8
    """Words typed apart ("immuno suppressants") or as one ("stemsells") have at least so many letters together."""

    least_similarity: float = 0.72
    """Optimal string alignment similarity under which two words are taken for different ones."""

    least_similarity_of_sound_alikes: float = 0.5
    """The same for words and phrases of the corpus that sound exactly alike ("room atoid", "steem sels")."""

    sound_bonus: float = 0.12
    """What sounding the same adds to the similarity of two words ("kemo", "chemo")."""

    rarity_penalty: float = 0.10
    """What the rarest everyday word loses against a word of the corpus or the lexicon."""

    most_words_remembered: int = 10_000
    """How many words' nearest words are remembered."""

    farthest_length: int = 3
    """Words that differ by more letters in length are not compared."""

    common_words: int = 12_000
    """How many everyday words a misspelt word may be mended to; rarer ones would steal medical words."""

    everyday_prior: float = 0.9
    """How ready to be mended to the most frequent everyday word is, against 1 for a word of the corpus."""

    least_similarity_of_names: float = 0.82
    """The least similarity for names of medicines and diseases: one wrong letter of six, two of twelve ("amlodipin",
    "arthritus"). At 0.8 "nimodipin" would do for nifedipine, and "vinblastin" comes near to vincristine."""

    least_similarity_of_names_by_sound: float = 0.75
    """The same for a name that sounds exactly like the word ("lupis")."""

    names_apart: float = 0.05
    """A word that is nearly as like a second name may be either, and is left as it is: "hypeglycemia"."""

    least_similarity_of_stems: float = 0.77
    """The same for what stands before endings such as -itis and -scopy: two wrong letters of nine ("bronkiolitis"),
    while at 0.66 "colposcopy" would be a colonoscopy."""

    name_prior: float = 0.5
    """How ready to be mended to a name is that the corpus does not mention, like a rare everyday word."""

    # --------------------------------------------------------------------------------------------------- hearing
    # Chosen on dictated messages, on the phrases in `bot/data/spelling.txt` (without that list 293 of 482 are read
    # right, and 190 without hearing), and on all questions in `training`, where hardly anything may be heard.
    most_words_heard: int = 4
    """How many words in a row may be heard as something else ("a lend ronnick assid")."""

    most_odd_words: int = 14
    """Around how many unusual words of a message something else may be heard, as for ``most_words_mended``."""

    least_odd: float = 0.7
    """How much a word must tell for it to be misheard, or to be heard: it is none of the 1,400 most frequent."""

    least_kept: float = 0.58
    """A word of the material that tells so much stays as it is: none of the 400 most frequent."""

    shortest_kept: int = 6
    """So does a word of the lexicon of so many letters."""

    shortest_of_phrases: int = 3
    """Both words of a phrase that may be heard have so many letters."""

    surprise_of_stopwords: float = 1.0
    surprise_of_letters: float = 3.0
    """Minus the logarithm of how probable such words are where they stand: function words are frequent between others,
    and a letter alone is often a slip."""

    surprise_of_rarest: float = 12.7
    """The same for the rarest of 32,000 words, by Zipf's law; in between it grows with what a word tells."""

    information_of_unknown: float = 1.2
    """How much a word tells that is known nowhere, for the same purpose: e² times rarer than the rarest."""

    information_of_short: float = 0.65
    """The same for one of fewer letters than are mended: it is an abbreviation ("ORS")."""

    surprise_of_others: float = 12.0
    """How unlikely a name is that the material lacks."""

    surprise_of_sound: float = 4.0
    surprise_of_letter: float = 1.0
    """How unlikely it is that one consonant is misheard for another, and that one letter is typed for another."""

    least_gain: float = 5.0
    """How much likelier something else must be than what was typed: e⁵ times."""

    more_gain_of_everyday: float = 4.0
    """How much more that must be where only everyday words are heard: "keep greying out" is no "keep carrying out"."""

    more_gain_over_lexicon: float = 6.0
    """And where a word of the lexicon would get lost, for an emergency may hang on it: "throw hot water" is about no
    throat."""

    least_lead_over_names: float = 2.0
    """How much liker a name must be than any other name, in letters; else neither is heard."""

    least_gain_of_others: float = 10.0
    most_letters_of_others: float = 0.3
    """What the material lacks must be much likelier, sound exactly like what was typed, and have most of its letters,
    or a "premier inn" would be Premarin."""

    least_odd_of_others: float = 0.84
    shortest_of_others: int = 6
    """It is none of the 6,000 most frequent words, and has so many letters."""

    most_apart: float = 0.2
    """How far apart sounds may be, of their consonants: one of five ("cold poss copy")."""

    fewest_consonants_heard: int = 3
    fewest_consonants: int = 2
    """What has fewer consonants sounds like too much else: a run of words, and what of it is not shared with what is
    meant ("bow" of "bow marrow")."""

    letters_for_a_consonant: float = 1.5
    most_letters: float = 0.5
    """How many letters may differ for each consonant but the first, and as a share of all letters, or "coke n" would
    be "chicken"."""

    letters_for_a_consonant_if_exact: float = 2.0
    most_letters_if_exact: float = 0.6
    """The same where both sound exactly alike and more than one word is unusual ("rumor toyed"), for "is triage in" is
    no estrogen."""

    weight_of_sounds: float = 6.0
    """How many letters a consonant counts, where it is asked whether each word has a part in the likeness."""

    shortest_abbreviation: int = 3
    longest_abbreviation: int = 5
    """How many letters an abbreviation has that is heard where its letters are spelt out ("see bee tee")."""

    # ------------------------------------------------------------------------------------------------ follow-ups
    remembered_turns: int = 4
    """How many earlier turns a follow-up is read with."""

    remembered_texts: int = 1024
    """How many analysed texts are kept, so that a conversation is not analysed anew at each turn."""

    few_subjects: int = 3
    """A message with so few words that carry a subject may lean on the one before it."""

    leaning: float = 0.2
    """The weight of the last turn's terms for a message that leans on it; of the turn before, its square."""

    leaning_alone: float = 0.6
    """The same for a message without a word that carries a subject ("why?", "how do they do that?")."""

    fitting_runner_up: float = 0.1
    """From this share of the first passage's probability on, a runner-up is what "what else?" asks for."""

    # ---------------------------------------------------------------------------------------------------- search
    text_k1: float = 0.6
    text_b: float = 0.3
    """Lucene's BM25 for the passages' own words. Passages are short, and a word that comes back tells little. On the
    training leaflets 0.6 and 0.3 ranked 50% first, Lucene's usual 1.2 and 0.75 49%."""

    examples_k1: float = 4.0
    examples_b: float = 0.5
    """The same for examples and topics, where how often a term comes back among many lines tells more."""

    foreground: float = 0.7
    """How much a passage's or a gap's own examples count for how likely a message is, against the whole corpus. Of the
    looked-at messages about the article, from 0.4 to 0.9 it made no difference that could be told from noise."""

    heading_weight: float = 0.5
    """What the heading adds to the topics and the vector of what stands under it."""

    kept_topics: int = 8
    """How many of the best topics make a profile; the rest is noise."""

    most_titles: float = 0.5
    """A word that stands in more of the titles of a folder does not name a leaflet."""

    least_named: float = 0.5
    """How much of what tells a title from the others a message must hold to name that leaflet."""

    least_name: float = 0.85
    """A word of a title that tells so much names its leaflet by itself: "metformin", "cataract"."""

    runners_up: int = 2
    """How many passages follow the answer."""

    few_passages: int = 1_000
    """Of a corpus of so few passages, all are looked at for every message; of a larger one, those that may answer."""

    most_by_text: int = 100
    most_by_examples: int = 50
    """How many passages of a large corpus are looked at for their own words, and for those of their examples."""

    nearby_passages: int = 50
    """How many passages before and after one that a message leans on are looked at."""

    most_of_named: int = 300
    """Leaflets that are named are looked at whole if they have no more passages together."""

    most_named: int = 64
    """A word that stands in the titles of more leaflets names none of them."""

    # -------------------------------------------------------------------------------------------------- decision
    noise: float = 0.8
    """From this share of words that are known nowhere, a message cannot be read."""

    sure_alarm: float = 0.6
    """How probable an emergency must be for help to come first and alone; below, it comes as the line above the reply.
    Of 340 dangerous messages of other hands 324 got help first at 0.5 and 321 here (334 some help at both), and of 360
    ordinary ones 18 and 13; of 500 messages about leaflets, 11 and 5 raised a false alarm."""

    possible_alarm: float = 0.1
    """From this probability of an emergency on, one line above the reply says what to do if it is happening now."""

    few_words: int = 2
    """A message of so few words is an emergency only where a rule says so."""

    least_personal: float = 0.2
    """From this probability of being for a doctor on, among the calm kinds, what would be declined is referred. On
    training leaflets 84% of personal questions were referred so (82% where the likeliest kind decides), on the article
    89% (84%); 1% more of the others were."""

    turns_to_go_on: int = 3
    """After so many ordinary questions in a row, an alarm is over."""

    telling_word: float = 0.55
    """How much a word of a question must tell, from 0 to 1, for it to lead away from an alarm ("cost" does, "go" does
    not)."""

    least_known: float = 0.5
    """And how much of what it tells the material must know, where it does not answer it."""

    plain_small_talk: float = 0.5
    """How plain small talk must be to be taken for it where next to no word is known ("hiii", but not "T4")."""

    plain_distress: float = 0.5
    """From this probability of distress on, "I can't follow this any more" is no move in the conversation."""

    least_bearing: float = 0.5
    """How probable an answer must be, against nothing being said, for a referral to quote what bears on it."""

    most_words_in_parts: int = 40
    """A longer message tells a story around a question, and is not cut into several."""

    most_places: int = 3
    """A word that more passages say, and none is called by, may mean any of them: the bot asks which. Of the words that
    up to three passages said, in training leaflets, the first was right for all."""

    telling_alone: float = 0.75
    """How much the only word that carries a subject must tell, from 0 to 1, for a second question to lead to a passage
    of its own ("and is it expensive?" does, "and does it hurt?" may be about anything)."""

    sure_part: float = 0.65
    """How probable an answer to a part must be where the message as a whole would be declined."""

    close_second: float = 0.85
    """From this share of the first passage's probability on, the second is offered beside it."""

    covered_rival: float = 0.5
    """How probable it must be that another leaflet alone would answer, for both to be shown where none is named."""

    least_of_topic: float = 0.6
    """How much of what a message tells the examples of a gap must hold together for a decline to name it."""

    least_of_example: float = 0.45
    """And how much of it one example must hold, and the message of what that tells."""

    least_of_example_alone: float = 0.6
    """The same for a message with one telling word: "is it safe" is 0.42 alike to "is it safe while breastfeeding",
    "what are the benefits" 0.58 to "when would I feel the benefit"."""

    named_gap_lead: float = 0.2
    """How much more alike to a gap's examples than to those of any passage a message must be for a decline to name
    the gap: the logarithm of the ratio."""


SETTINGS = Settings()
"""What the shipped model was trained with."""
