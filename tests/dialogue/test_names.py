"""One name is never another, and neither is one amount: what the material does not mention is not answered."""

import re
from pathlib import Path

import pytest

from bot import Bot, Conversation, Reply, load_corpus

MEDICINE = """\
Your {name} tablets

How to take them

Swallow {name} whole with a glass of water after breakfast.

Alcohol

You may drink one small glass of wine a day while you take {name}.

Driving

Most people can drive. Wait until you know how {name} makes you feel.
"""

STRENGTHS = """\
Sky tablets

How strong they are

Tablets for children hold 0.5 mg of the medicine.

Tablets for adults hold 5 mg of the medicine.

The skin patch holds 1.25 mg of the medicine.

The pen holds 1,000 units of insulin.
"""

WEIGHTS = """\
Travel medicine for children

How much

- 5 to 15 kg: a quarter of a tablet.
- 15 to 30 kg: half a tablet.
- Over 30 kg: one tablet.
"""

BLOOD = """\
Having a tooth out

Before

Tell the dentist if you take blood thinners. You can take paracetamol for the pain.

Cost

A tooth costs about forty pounds.
"""

PAIRS = [
    ("terbinafine", "terbutaline"),
    ("penicillin", "penicillamine"),
    ("vincristine", "vinblastine"),
    ("nifedipine", "nimodipine"),
    ("rituximab", "infliximab"),
    ("atenolol", "metoprolol"),
    ("hydralazine", "hydroxyzine"),
    ("prednisone", "prednisolone"),
    ("clonidine", "clonazepam"),
    ("losec", "lasix"),
    ("chlorpromazine", "chlorpropamide"),
    ("celebrex", "celexa"),
    ("lamotrigine", "lamivudine"),
    ("quinine", "quinidine"),
    ("tramadol", "trazodone"),
    ("carboplatin", "cisplatin"),
    ("fluoxetine", "duloxetine"),
    ("cycloserine", "cyclosporine"),
    ("metformin", "metronidazole"),
    ("zantac", "zyrtec"),
]
BOTH_WAYS = [*PAIRS, *((other, one) for one, other in PAIRS)]


@pytest.fixture
def bot_of(tmp_path: Path) -> "BotOf":
    return BotOf(tmp_path / "leaflet.txt")


class BotOf:
    """Makes bots of texts."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, text: str) -> Bot:
        self.path.write_text(text, encoding="utf-8")
        return Bot(load_corpus(self.path))


def says_it_lacks(reply: Reply, name: str) -> bool:
    return (
        (reply.kind, reply.intent, reply.because) == ("decline", "decline/not-mentioned", "name")
        and reply.topic == name
        and reply.message.startswith(f"The material does not mention {name}")
        and not reply.quotes
    )


@pytest.mark.parametrize(("name", "other"), BOTH_WAYS)
def test_a_leaflet_on_one_medicine_does_not_answer_for_another(bot_of: BotOf, name: str, other: str) -> None:
    bot = bot_of(MEDICINE.format(name=name))
    answer = bot.reply(f"can I drink alcohol with {name}")
    assert (answer.kind, "glass of wine" in answer.quotes[0].passage.text) == ("answer", True)
    assert says_it_lacks(bot.reply(f"can I drink alcohol with {other}"), other)
    assert says_it_lacks(bot.reply(f"I take {other}. Can I drink alcohol?"), other)


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("terbinafine", "terbutalin", "terbutaline"),
        ("vincristine", "vinblastin", "vinblastine"),
        ("prednisone", "prednisalone", "prednisolone"),
        ("hydralazine", "hydroxizine", "hydroxyzine"),
        ("nifedipine", "nimodipin", "nimodipine"),
    ],
)
def test_nor_where_the_other_is_misspelt(bot_of: BotOf, name: str, typed: str, meant: str) -> None:
    reply = bot_of(MEDICINE.format(name=name)).reply(f"can I drink alcohol with {typed}")
    assert says_it_lacks(reply, meant)
    assert (typed, meant) in reply.understood


@pytest.mark.parametrize("typed", ["predniosne", "prednisoone", "prednisolne"])
def test_nor_where_it_is_not_plain_which_is_meant(bot_of: BotOf, typed: str) -> None:
    reply = bot_of(MEDICINE.format(name="prednisone")).reply(f"can I drink alcohol with {typed}")
    assert not reply.quotes or (typed, "prednisone") in reply.understood


@pytest.mark.parametrize(
    ("name", "typed"),
    [("amlodipine", "amlodipin"), ("rituximab", "rituxmab"), ("warfarin", "warfrin"), ("metformin", "metformine")],
)
def test_a_plain_misspelling_is_answered(bot_of: BotOf, name: str, typed: str) -> None:
    reply = bot_of(MEDICINE.format(name=name)).reply(f"can I drink alcohol with {typed}")
    assert (reply.kind, reply.understood) == ("answer", ((typed, name),))


@pytest.mark.parametrize(("name", "brand"), [("paracetamol", "acetaminophen"), ("omeprazole", "losec")])
def test_two_names_of_one_medicine_mention_it(bot_of: BotOf, name: str, brand: str) -> None:
    assert bot_of(MEDICINE.format(name=name)).reply(f"can I drink alcohol with {brand}").kind == "answer"


def test_nor_where_neither_title_nor_passage_names_the_medicine(bot_of: BotOf) -> None:
    leaflet = MEDICINE.replace("Your {name} tablets", "Your new tablets").replace(" while you take {name}", "")
    bot = bot_of(leaflet.format(name="terbinafine"))
    assert bot.reply("can I drink alcohol?").kind == "answer"
    assert says_it_lacks(bot.reply("can I drink alcohol with terbutaline"), "terbutaline")


def test_a_medicine_that_the_leaflet_mentions_as_well_is_answered(bot_of: BotOf) -> None:
    leaflet = MEDICINE.format(name="warfarin") + "\nPainkillers\n\nYou can take paracetamol for pain.\n"
    for name in ("paracetamol", "tylenol", "paracetemol"):
        reply = bot_of(leaflet).reply(f"can I take {name} for pain?")
        assert "paracetamol" in reply.quotes[0].passage.text


def test_of_two_leaflets_the_one_on_another_medicine_is_not_quoted(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(MEDICINE.format(name="terbinafine"), encoding="utf-8")
    (tmp_path / "two.txt").write_text("Your terbutaline inhaler\n\nStorage\n\nKeep it dry.\n", encoding="utf-8")
    reply = Bot(load_corpus(tmp_path)).reply("can I drink alcohol with terbutaline")
    assert all("terbinafine" not in quote.passage.text for quote in reply.quotes)
    assert "does not mention" not in reply.message


def test_what_is_asked_next_is_still_about_the_other(bot_of: BotOf) -> None:
    bot = bot_of(MEDICINE.format(name="terbinafine"))
    first = "I am on terbutaline"
    conversation = Conversation().after(first, bot.reply(first))
    assert not bot.reply("can I drink alcohol with it?", conversation).quotes


@pytest.mark.parametrize("kind", ["hyperthyroidism", "hypothyroidism"])
def test_a_disease_is_not_its_opposite(bot_of: BotOf, kind: str) -> None:
    other = {"hyperthyroidism": "hypothyroidism", "hypothyroidism": "hyperthyroidism"}[kind]
    bot = bot_of(f"Living with {kind}\n\nFood\n\nEat as you like: no food is bad for {kind}.\n")
    assert bot.reply(f"which food is bad for {kind}?").kind == "answer"
    assert says_it_lacks(bot.reply(f"which food is bad for {other}?"), other)


def test_a_word_for_the_kind_mentions_a_medicine(bot_of: BotOf) -> None:
    assert "blood thinners" in bot_of(BLOOD).reply("should I tell the dentist about warfarin?").quotes[0].passage.text


def test_a_story_is_no_question(bot_of: BotOf) -> None:
    assert bot_of(BLOOD).reply("I have psoriasis. Can I take paracetamol for the pain?").kind == "answer"


def test_what_another_medicine_is_good_for_is_not_said_of_this_one(bot_of: BotOf) -> None:
    assert says_it_lacks(bot_of(BLOOD).reply("can I take ibuprofen for the pain?"), "ibuprofen")


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("what holds .5 mg?", "0.5 mg"),
        ("what holds 0.5mg of the medicine?", "0.5 mg"),
        ("what holds 5mg of the medicine?", " 5 mg"),
        ("what holds 1000 units of insulin", "1,000 units"),
    ],
)
def test_no_other_amount_is_quoted(bot_of: BotOf, asked: str, held: str) -> None:
    reply = bot_of(STRENGTHS).reply(asked)
    assert all(held in quote.passage.text for quote in reply.quotes[: reply.offered])


@pytest.mark.parametrize("amount", ["25 mg", "50 mg", "100 units", "125 mg", "12.5 mg"])
def test_an_amount_that_nothing_holds_is_not_answered(bot_of: BotOf, amount: str) -> None:
    bot = bot_of(STRENGTHS)
    for question in ("what holds {}?", "which one holds {}?"):
        reply = bot.reply(question.format(amount))
        assert (reply.quotes, reply.topic) == ((), amount)
        assert reply.message.startswith(f"The material does not mention {amount},")


def test_a_range_holds_what_lies_in_it(bot_of: BotOf) -> None:
    reply = bot_of(WEIGHTS).reply("my son weighs 22 kg, how much of a tablet does he get?")
    assert "15 to 30 kg" in reply.quotes[0].passage.text


KINDS = """\
{title}

How to take it

{said}

Alcohol

Alcohol does no harm.
"""


@pytest.mark.parametrize(
    ("said", "asked", "others"),
    [
        (
            "Take folic acid 5 mg once a week.",
            "how often do I take folic acid?",
            ["tranexamic acid", "ascorbic acid", "hyaluronic acid", "mefenamic acid", "salicylic acid"],
        ),
        (
            "You should not take vitamin A or vitamin B12 in these weeks.",
            "can people take vitamin A?",
            ["vitamin D", "vitamin C", "vitamin K", "vitamin B6", "vitamin B1"],
        ),
        (
            "Seven days before, stop taking iron tablets.",
            "when do people stop iron tablets?",
            ["zinc tablets", "magnesium tablets", "ginkgo tablets", "fish oil tablets", "blood pressure tablets"],
        ),
        (
            "You can drive four weeks after a shoulder replacement.",
            "when can people drive after a shoulder replacement?",
            ["hip replacement", "ankle replacement", "elbow surgery", "knee operation"],
        ),
        (
            "Use two puffs of the blue inhaler when you wheeze.",
            "how many puffs of the blue inhaler?",
            ["purple inhaler", "nicotine inhaler"],
        ),
    ],
)
def test_half_of_a_name_is_not_the_name(bot_of: BotOf, said: str, asked: str, others: list[str]) -> None:
    bot = bot_of(KINDS.format(title="Your weeks at home", said=said))
    assert said in bot.reply(asked).quotes[0].passage.text
    name = " ".join(re.findall(r"vitamin A|\w+ (?:acid|tablets|replacement|inhaler)", asked)[-1:])
    for other in others:
        assert says_it_lacks(bot.reply(asked.replace(name, other)), other)


@pytest.mark.parametrize("asked", ["my tablets", "these new tablets", "my little tablets", "my daily tablets"])
def test_what_any_thing_may_be_is_no_other_name(bot_of: BotOf, asked: str) -> None:
    bot = bot_of(KINDS.format(title="Your test", said="Seven days before, stop taking iron tablets."))
    assert bot.reply(f"when do I stop taking {asked}?").kind == "answer"


def test_a_colour_alone_is_of_the_kind_that_was_named_before(bot_of: BotOf) -> None:
    bot = bot_of(KINDS.format(title="Your inhalers", said="Use two puffs of the blue inhaler when you wheeze."))
    conversation = bot.conversation(["how many puffs of the blue inhaler?"])
    assert says_it_lacks(bot.reply("and the purple one?", conversation), "purple inhaler")


def test_a_disease_is_not_another_by_its_half(bot_of: BotOf) -> None:
    bot = bot_of("Parkinson's disease\n\nTreatment\n\nParkinson's disease is treated with rest.\n")
    assert bot.reply("how is Parkinson's disease treated?").kind == "answer"
    assert says_it_lacks(bot.reply("how is Huntington's disease treated?"), "huntington disease")


@pytest.mark.parametrize("asked", ["is {} an antihistamine?", "can people take it with {}?"])
@pytest.mark.parametrize("other", ["loratadine", "cetirizine", "fexofenadine"])
def test_what_a_medicine_is_said_to_be_mentions_no_other_of_the_class(bot_of: BotOf, asked: str, other: str) -> None:
    said = "Hydroxyzine is an antihistamine. It makes people sleepy."
    bot = bot_of(KINDS.format(title="Hydroxyzine for itching", said=said))
    assert bot.reply("is hydroxyzine an antihistamine?").kind == "answer"
    assert says_it_lacks(bot.reply(asked.format(other)), other)


def test_a_limit_is_no_other_strength(bot_of: BotOf) -> None:
    bot = bot_of(KINDS.format(title="Sky tablets", said="Older people take no more than 50 mg of it in a day."))
    assert not bot.reply("do older people take 2.5 mg tablets?").quotes
    assert bot.reply("do older people take 1,25 mg of it?").topic in ("1.25 mg", None)


@pytest.mark.parametrize("typed", ["sulphasalazine", "sulfasalazin"])
def test_another_spelling_is_answered(bot_of: BotOf, typed: str) -> None:
    reply = bot_of(MEDICINE.format(name="sulfasalazine")).reply(f"can I drink alcohol with {typed}")
    assert reply.kind == "answer"


@pytest.mark.parametrize(
    "message",
    [
        "Do you ever use oxybutynin for this?",
        "My neurologist prescribes lamotrigine. Does lamotrigine clash with the cells?",
    ],
)
def test_a_question_about_a_medicine_is_no_small_talk_and_no_referral(bot: Bot, message: str) -> None:
    reply = bot.reply(message)
    assert reply.intent == "decline/not-mentioned"
    assert reply.topic is not None
    assert reply.topic in message


@pytest.mark.parametrize(
    "message", ["Should I stop my lamotrigine?", "My weight is dropping off me. Is it the lupus or is it cancer?"]
)
def test_what_is_the_persons_own_stays_with_the_doctor(bot: Bot, message: str) -> None:
    assert bot.reply(message).kind == "refer"
