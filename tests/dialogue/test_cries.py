"""Cries for help in other languages: help in that language, and no alarm in English."""

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Bot, Conversation
from bot.data import parse_table, read_entries
from bot.dialogue import cries
from bot.dialogue.cries import CRIES, Cry, cry_in, folded
from bot.dialogue.foreign import language_of
from bot.dialogue.regions import known_regions, region
from bot.dialogue.sentences import Sentences
from bot.errors import DataError
from bot.text.message import Message
from bot.text.normal import normal
from bot.text.vocabulary import vocabulary
from training.data import EXAMPLES

READ = vocabulary().analyser().read
EMPTY = READ("")
TABLES = parse_table(CRIES.name)


def written(text: str) -> Message:
    """Just as much of a message as a language is told by: to analyse thousands of them takes long."""
    return replace(EMPTY, text=text, normal=normal(text))


def sort_of(text: str) -> tuple[str, str] | None:
    cry = cry_in(written(text))
    return None if cry is None else (cry.language, cry.sort)


CALLS = {
    "es": ["ayuda", "¡AYUDA!", "ayudaaaa", "socorro me estoy muriendo", "no puedo respirar", "mi bebe no respira"],
    "fr": ["au secours", "j'arrive pas à respirer", "j arrive pas a respirer", "J’ai mal à la poitrine"],
    "de": ["Hilfe", "hilfe, mein mann", "Ich kann nicht atmen", "Er ist bewusstlos", "Überdosis", "uberdosis"],
    "it": ["aiuto!", "non riesco a respirare", "chiamate un'ambulanza"],
    "pt": ["socorro, não respira", "não consigo respirar", "nao consigo respirar", "dor no peito"],
    "nl": ["ik krijg geen lucht", "ze is bewusteloos"],
    "pl": ["ratunku", "nie moge oddychac", "nieprzytomna"],
    "sv": ["hjälp", "jag kan inte andas", "ont i bröstet"],
    "da": ["hjælp", "Jeg kan ikke få vejret, hvad skal jeg gøre?"],
    "no": ["hjelp", "jeg får ikke puste"],
    "fi": ["apua", "en voi hengittää"],
    "ro": ["ajutor", "nu pot sa respir"],
    "cs": ["pomozte", "nemůžu dýchat"],
    "hu": ["segítség", "nem kapok levegőt"],
    "hr": ["u pomoć", "ne mogu disati"],
    "tr": ["imdat", "yardım edin", "yardim edin", "nefes alamıyorum", "NEFES ALAMIYORUM"],
    "vi": ["cứu tôi với", "cuu toi", "khó thở quá", "đau ngực", "dau nguc"],
    "tl": ["tulong", "hindi ako makahinga", "tulungan nyo ako"],
    "id": ["tolong", "Saya tidak bisa bernapas, tolong", "sesak nafas"],
    "sw": ["msaada", "siwezi kupumua"],
    "ha": ["taimako", "ba na iya numfashi"],
    "so": ["i caawi", "neefsan kari maayo"],
    "hi-latn": ["madad karo", "bachao", "saans nahi aa rahi", "papa behosh hai"],
    "ru": ["помогите", "ПОМОГИТЕ!!!", "не могу дышать", "она без сознания"],
    "uk": ["допоможіть", "не можу дихати"],
    "el": ["βοήθεια", "δεν μπορω να αναπνευσω"],
    "he": ["הצילו", "אני לא יכולה לנשום"],
    "ar": ["النجدة", "ساعدوني", "لا أستطيع التنفس", "لا استطيع التنفس", "musaada"],
    "fa": ["کمک", "نمی‌توانم نفس بکشم", "نمی توانم نفس بکشم"],
    "ur": ["مدد کریں", "سانس نہیں آ رہی"],
    "hi": ["मदद", "सांस नहीं आ रही", "बचाओ"],
    "mr": ["मला मदत करा", "माझ्या छातीत दुखत आहे"],
    "bn": ["সাহায্য করুন", "শ্বাস নিতে পারছি না"],
    "pa": ["ਮਦਦ ਕਰੋ", "ਸਾਹ ਨਹੀਂ ਆ ਰਿਹਾ"],
    "gu": ["મદદ કરો", "છાતીમાં દુખાવો થાય છે"],
    "ta": ["காப்பாற்றுங்கள்", "நெஞ்சு வலிக்கிறது நெஞ்சு வலி"],
    "te": ["కాపాడండి", "ఛాతీలో నొప్పి"],
    "th": ["ช่วยด้วย", "ฉันหายใจไม่ออก"],
    "am": ["እርዱኝ", "መተንፈስ አልቻልኩም"],
    "ko": ["살려주세요", "숨을 못 쉬겠어요"],
    "ja": ["助けて", "息ができない"],
    "zh": ["救命", "我不能呼吸了", "我胸口疼"],
    "yue": ["唔到氣呀,快啲嚟", "佢暈咗"],
}

CRISES = {
    "es": ["quiero morir", "mi marido me pega", "me violaron"],
    "fr": ["je veux mourir", "Je veux me suicider", "mon mari me frappe", "on m'a violée"],
    "de": ["ich will sterben", "ich möchte mich umbringen", "mein Mann schlägt mich"],
    "it": ["voglio morire", "mi picchia"],
    "pt": ["quero morrer", "quero me matar", "ele me bate"],
    "nl": ["ik wil dood", "zelfmoord"],
    "pl": ["chcę umrzeć", "chce umrzec"],
    "sv": ["jag vill dö"],
    "da": ["jeg vil dø"],
    "no": ["jeg vil ikke leve lenger, hva skal jeg gjøre"],
    "fi": ["haluan kuolla"],
    "ro": ["vreau să mor"],
    "cs": ["chci umřít"],
    "hu": ["meg akarok halni"],
    "hr": ["želim umrijeti"],
    "tr": ["ölmek istiyorum", "olmek istiyorum"],
    "vi": ["tôi muốn chết"],
    "tl": ["gusto ko nang mamatay"],
    "id": ["saya ingin mati", "mau bunuh diri"],
    "sw": ["nataka kufa"],
    "ha": ["ina so in mutu"],
    "so": ["waxaan rabaa inaan dhinto"],
    "hi-latn": ["mujhe marna hai", "khudkushi karna chahti hoon"],
    "ru": ["хочу умереть", "муж бьёт меня", "муж бьет меня"],
    "uk": ["хочу померти"],
    "el": ["θέλω να πεθάνω"],
    "he": ["אני רוצה למות"],
    "ar": ["أريد أن أموت", "عايزة اموت", "زوجي يضربني"],
    "fa": ["می‌خواهم بمیرم"],
    "ur": ["میں مرنا چاہتی ہوں", "میں خودکشی کر رہا ہوں"],
    "hi": ["मैं मरना चाहता हूँ"],
    "mr": ["मला मरायचं आहे"],
    "bn": ["আমি মরতে চাই"],
    "pa": ["ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦੀ ਹਾਂ"],
    "gu": ["મારે મરવું છે"],
    "ta": ["நான் தற்கொலை செய்ய போகிறேன்"],
    "te": ["నాకు చనిపోవాలని ఉంది"],
    "th": ["อยากตาย"],
    "am": ["መሞት እፈልጋለሁ"],
    "ko": ["죽고 싶어요"],
    "ja": ["死にたい"],
    "zh": ["我想死", "我不想活了"],
    "yue": ["我唔想做人"],
}


def test_every_language_with_cries_is_tried() -> None:
    assert set(TABLES) == set(CALLS) == set(CRISES)


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in CALLS.items() for text in texts])
def test_a_cry_for_help_is_known(language: str, text: str) -> None:
    assert sort_of(text) == (language, "call")


@pytest.mark.parametrize(("language", "text"), [(code, text) for code, texts in CRISES.items() for text in texts])
def test_words_of_a_crisis_are_known(language: str, text: str) -> None:
    assert sort_of(text) == (language, "crisis")


def test_a_crisis_comes_before_a_call() -> None:
    assert sort_of("socorro, quiero morir") == ("es", "crisis")


def test_what_is_of_several_languages_is_of_that_of_the_message() -> None:
    assert sort_of("救命") == ("zh", "call")
    assert sort_of("救命呀, 佢喺度冇反應") == ("yue", "call")


@pytest.mark.parametrize(
    "text",
    [
        "C'est combien?",
        "Hvad koster det?",
        "da er vi",
        "At Å",
        "Hay ayuda para pagar el tratamiento?",
        "Tolong jelaskan berapa biayanya",
        "Wo bekomme ich hilfe beim Parken",
        "¿Cuánto dura?",
        "",
    ],
)
def test_a_plain_question_raises_no_alarm(text: str) -> None:
    assert sort_of(text) is None


@pytest.mark.parametrize("text", ["help", "aid", "I will die some day", "no", "me", "ambulance", "suicide", "overdose"])
def test_what_is_an_english_word_too_is_no_cry(text: str) -> None:
    assert sort_of(text) is None


def lines_of(*names: str) -> list[str]:
    files = [(EXAMPLES / f"{name}.txt").read_text(encoding="utf-8") for name in names]
    return [line for file in files for line in file.splitlines() if line.strip() and not line.startswith("#")]


def test_no_english_example_raises_an_alarm_or_is_taken_for_another_language() -> None:
    lines = lines_of("question", "practical", "personal", "distress")
    assert len(lines) > 5000
    assert [line for line in lines if sort_of(line) or language_of(READ(line))] == []


def test_of_the_emergencies_only_those_in_another_language_are_cries() -> None:
    """About one in a hundred of these examples is in another language, some of them half in English."""
    lines = lines_of("emergency", "crisis")
    found = [line for line in lines if sort_of(line)]
    assert 0 < len(found) < len(lines) / 50
    small = frozenset("i my the and is was are she to of in it have can do not help when with".split())
    assert [line for line in found if 2 * len(small.intersection(line.lower().split())) >= len(line.split())] == []


def test_no_everyday_english_word_is_a_cry() -> None:
    words = [line.split()[0] for line in read_entries("everyday-words.txt")]
    assert [word for word in words if sort_of(word)] == []


# ------------------------------------------------------------------------------------------------- what is said


@pytest.mark.parametrize("code", [None, "GB", "FR", "BR", "ZA"])
@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("ayuda", "emergency/language-es"),
        ("Hilfe", "emergency/language-de"),
        ("je veux mourir", "emergency/crisis-fr"),
        ("Jeg kan ikke få vejret", "emergency/language-da"),
        ("mujhe marna hai", "emergency/crisis-hi-latn"),
    ],
)
def test_a_cry_gets_help_and_a_number_in_its_language(bot: Bot, code: str | None, text: str, intent: str) -> None:
    where = code or "no country"
    reply = (bot if code else Bot(bot.corpus)).reply(text, region=code)
    assert (reply.kind, reply.intent, reply.because) == ("emergency", intent, "language"), where
    assert reply.message == Sentences.load().text(intent, **region(code).values())
    assert region(code).number in reply.message
    assert not reply.quotes
    assert not reply.suggestions


@pytest.mark.parametrize("text", ["C'est combien?", "Hvad koster det?", "da er vi", "At Å"])
def test_what_is_no_cry_is_declined_calmly_though_the_model_hears_an_alarm(bot: Bot, text: str) -> None:
    reply = bot.reply(text)
    assert reply.kind == "decline"
    assert "999" in reply.message


def test_an_english_rule_comes_first(bot: Bot) -> None:
    assert bot.reply("ayuda! I want to kill myself").intent == "emergency/suicide"


def test_a_cry_comes_before_what_was_said_earlier(bot: Bot) -> None:
    earlier = bot.conversation(["how much does it cost?"])
    assert bot.reply("socorro", earlier).kind == bot.reply("socorro", Conversation()).kind == "emergency"


def test_no_english_note_stands_under_a_reply_in_another_language(bot: Bot) -> None:
    reply = bot.reply("Combien coûte le traitement de la depression pour ma mère ?")
    assert reply.message == Sentences.load().text("decline/language-fr", **region("GB").values())


# ------------------------------------------------------------------------------------------------- the data file


def read(table: dict[str, Any]) -> object:
    return cries._phrases(cries.folded_cries({"es": table}))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"cal": "socorro"}, r"cries\.toml: \[es\] may have alone, call, crisis and inside_words"),
        ({"call": ["socorro"]}, r"cries\.toml: \[es\] call is not a text"),
        ({"call": "socorro,, auxilio"}, r"cries\.toml: \[es\] call has two commas"),
        ({"crisis": "quiero morir,"}, r"cries\.toml: \[es\] crisis has two commas"),
        ({"alone": "!"}, r"cries\.toml: \[es\] alone has two commas"),
    ],
)
def test_a_mistake_in_the_file_is_an_error_that_says_where(table: dict[str, Any], message: str) -> None:
    with pytest.raises(DataError, match=message):
        read(table)


def test_a_language_without_sentences_is_an_error_that_says_what_to_add() -> None:
    with pytest.raises(DataError, match=r"no reply 'emergency/language-xx' in replies\.toml\. Add it"):
        cries._phrases(cries.folded_cries({"xx": {"call": "foo"}}))
    with pytest.raises(DataError, match=r"\[xx\] may have"):
        cries._phrases(cries.folded_cries({"xx": "foo"}))


@pytest.mark.parametrize("code", sorted(TABLES))
def test_no_phrase_is_there_twice_or_holds_another(code: str) -> None:
    edge = "" if TABLES[code].get("inside_words") else " "
    for name in ("call", "crisis"):
        phrases = [f"{edge}{folded(normal(phrase))}{edge}" for phrase in TABLES[code][name].split(",")]
        assert len(phrases) == len(set(phrases))
        assert [(a, b) for a in phrases for b in phrases if a != b and a in b] == []


def test_every_phrase_is_found_in_its_language() -> None:
    for code, table in TABLES.items():
        for name in ("alone", "call", "crisis"):
            for phrase in filter(None, table.get(name, "").split(",")):
                cry = cry_in(written(phrase))
                assert cry is not None, (code, phrase)


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    cry = cry_in(written(text))
    assert cry is None or cry.intent in Sentences.load()


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    once = folded(normal(text))
    assert folded(once) == once


def test_the_name_of_the_sentence_says_what_sort_it_is() -> None:
    assert Cry("es", "call").intent == "emergency/language-es"
    assert Cry("es", "crisis").intent == "emergency/crisis-es"


# ------------------------------------------------------------------------------------- no English in a reply

ENGLISH = frozenset(
    "the and or your you call calls number numbers phone mobile from only english answer emergency local people help "
    "free by country text now someone please sorry this is are with french dutch option mental health line".split()
)
"""Common English words, and those of regions.toml; the words of other languages that look like them stand below."""

ALIKE = {"de": {"text"}, "cs": {"text"}, "nl": {"is"}}

FOREIGN = [
    name
    for name in Sentences.load()
    if re.match(r"(?:decline/language|emergency/(?:language|crisis))-", name) and name != "decline/language-other"
]


@pytest.mark.parametrize("name", FOREIGN)
def test_no_reply_in_another_language_holds_an_english_word_in_any_country(name: str) -> None:
    code = name.split("-", 1)[1]
    for known in known_regions():
        text = Sentences.load().text(name, **known.values())
        words = set(re.findall(r"[a-z]+", text.lower()))
        assert words & (ENGLISH - ALIKE.get(code, set())) == set(), known.code
        assert known.number in text


@pytest.mark.parametrize("name", [name for name in FOREIGN if language_of(written(Sentences.load().texts[name]))])
def test_a_reply_is_in_the_language_that_it_is_for(name: str) -> None:
    assert language_of(written(Sentences.load().texts[name])) == name.split("-", 1)[1]


def test_nearly_every_reply_is_long_enough_to_be_told() -> None:
    assert sum(language_of(written(Sentences.load().texts[name])) is not None for name in FOREIGN) > 0.9 * len(FOREIGN)
