"""Noticing a message in another language than English."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Corpus
from bot.data import parse_table
from bot.dialogue import foreign
from bot.dialogue.foreign import LANGUAGES, language_of
from bot.dialogue.sentences import Sentences
from bot.errors import DataError
from bot.text.vocabulary import vocabulary

READ = vocabulary().analyser().read

FOREIGN = {
    "es": "¿Cuánto cuesta el tratamiento y dónde se hace?",
    "fr": "Combien coûte le traitement et où est-ce que je peux le faire ?",
    "de": "Wie lange dauert die Behandlung und was kostet sie?",
    "it": "Quanto costa la cura e dove si può fare?",
    "pt": "Quanto custa o tratamento e onde posso fazer?",
    "nl": "Hoeveel kost het en waar kan ik naar toe?",
    "pl": "Ile to kosztuje i czy jest bezpieczne?",
    "sv": "Vad kostar det och är det farligt för mig?",
    "ro": "Cât costă și unde se face tratamentul?",
    "tr": "Bu tedavi ne kadar ve nerede yapılıyor?",
    "vi": "Chi phí điều trị là bao nhiêu?",
    "tl": "Magkano po ba ang gamot na ito?",
    "hi": "स्टेम सेल क्या होता है?",
    "ru": "Сколько стоит лечение?",
    "uk": "Скільки це коштує і чи є ризики?",
    "el": "Πόσο κοστίζει η θεραπεία;",
    "ar": "كم تكلفة العلاج؟",
    "he": "כמה עולה הטיפול?",
    "zh": "治疗费用大概是多少？",
    "ja": "骨髄の提供って痛いの？",
    "ko": "줄기세포 치료는 안전한가요?",
    "th": "ค่ารักษาเท่าไหร่",
    "da": "Hvad er bivirkningerne, og hvor lang tid tager det?",
    "no": "Hva er bivirkningene, og hvor lang tid tar det?",
    "fi": "Mitkä ovat sivuvaikutukset ja kuinka kauan se kestää?",
    "cs": "Jak dlouho trvá léčba?",
    "hu": "Mennyibe kerül a kezelés és meddig tart?",
    "hr": "Koliko traje liječenje i koje su nuspojave?",
    "id": "Berapa lama pengobatannya dan apakah aman?",
    "sw": "Je, dawa hii ni ya nini na ni kwa muda gani?",
    "ha": "Mene ne maganin yake yi, kuma nawa ne kudin?",
    "so": "Waa maxay daawada oo waa imisa lacag?",
    "hi-latn": "Kya main baad mein kaam kar sakta hoon?",
    "mr": "याचे दुष्परिणाम काय आहेत?",
    "bn": "পার্শ্বপ্রতিক্রিয়া কী?",
    "pa": "ਕਿੰਨਾ ਖਰਚਾ ਹੈ?",
    "gu": "ખર્ચ કેટલો થાય?",
    "ta": "பக்க விளைவுகள் என்ன?",
    "te": "ఎంత ఖర్చవుతుంది?",
    "ur": "علاج میں کتنا وقت لگتا ہے؟",
    "fa": "درمان چقدر طول می‌کشد؟",
    "ps": "درملنه څومره وخت نیسي؟",
    "yue": "有咩副作用㗎？",
    "ka": "რამდენი ხანი გრძელდება?",
    "hy": "Որքա՞ն է տևում բուժումը։",
    "am": "ዋጋው ስንት ነው?",
    "other": "ಚಿಕಿತ್ಸೆ ಎಷ್ಟು ಸಮಯ ತೆಗೆದುಕೊಳ್ಳುತ್ತದೆ?",
}

ENGLISH = [
    "What are stem cells?",
    "hola",
    "Merci!",
    "ciao, what does it cost",
    "My abuela has lupus, is it safe for her?",
    "Dr. María José de la Cruz says I should ask about HSCT",
    "He speaks Spanish, la la la",
    "Is Düsseldorf a good place for the treatment?",
    "I read about it in Le Monde and Der Spiegel",
    "c'est la vie, what else is there",
    "per se, vice versa, in vitro or in vivo?",
    "déjà vu: is this a naïve question about Sjögren's?",
    "TNF-α and IL-1β, what do they do?",
    "What does 你好 mean?",
    "μ",
    "lol ok",
    "hav u got ne info 4 my mum",
    "can i has dis wen im ded",
    "MS RA SLE HSC MSC",
    "i am from Ho Chi Minh City",
    "mi padre dolor pecho fuerte, he is white like paper",
    "58 yr old male, non smoker, eligible?",
    "qwertz asdf",
    "12345",
    "😀😀",
    "",
]


@pytest.mark.parametrize(("code", "message"), FOREIGN.items())
def test_another_language_is_noticed(code: str, message: str) -> None:
    assert language_of(READ(message)) == code


def test_every_language_that_can_be_noticed_is_tried_here() -> None:
    replies = {name.removeprefix("decline/language-") for name in Sentences.load() if "decline/language-" in name}
    assert set(FOREIGN) == replies


TABLES = parse_table(LANGUAGES.name)


@pytest.mark.parametrize(
    "more",
    [
        {"latin": {**TABLES["latin"], "xx": {"words": "foo bar", "letters": ""}}},
        {"scripts": {**TABLES["scripts"], "xx": ["Ꭰ-ꮿ"]}},
        {"letters": {"ru": {"xx": "ў"}}},
        {"small_words": {"hi": {"xx": "छ छैन"}}},
    ],
)
def test_a_language_without_a_reply_stops_the_program_and_says_what_to_add(more: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=r"no reply 'decline/language-xx' in replies\.toml\. Add it\."):
        foreign._languages({**TABLES, **more})


@pytest.mark.parametrize("broken", [{"scripts": {"ru": ["А"]}}, {"latin": {"es": {"words": "el la"}}}, {"latin": None}])
def test_a_broken_table_is_an_error_that_names_the_file(broken: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=r"languages\.toml: cannot be read"):
        foreign._languages({**TABLES, **broken})


@pytest.mark.parametrize("message", ENGLISH)
def test_english_with_a_foreign_word_or_a_name_stays_english(message: str) -> None:
    assert language_of(READ(message)) is None


def test_every_sentence_of_the_article_is_english(article: Corpus) -> None:
    sentences = [passage.document.text[start:end] for passage in article.passages for start, end in passage.sentences]
    assert sentences
    assert [sentence for sentence in sentences if language_of(READ(sentence))] == []
    assert all(language_of(READ(document.text)) is None for document in article.documents)


@pytest.mark.parametrize(
    "message", ["Cuánto c\u200bue\u200dsta el trata\u00admiento?", "¿ＣＵÁＮＴＯ　ＣＵＥＳＴＡ　ＥＬ?"]
)
def test_how_it_was_typed_does_not_hide_the_language(message: str) -> None:
    assert language_of(READ(message)) == "es"


@given(
    st.lists(st.sampled_from(["the", "is", "my", "of", "what", "does", "how", "and", "you", "a", "was"]), min_size=3)
)
def test_small_english_words_in_any_order_are_english(words: list[str]) -> None:
    assert language_of(READ(" ".join(words))) is None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    code = language_of(READ(text))
    assert code is None or f"decline/language-{code}" in Sentences.load()
