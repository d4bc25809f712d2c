"""A folder of made-up leaflets: alike, as those of one publisher are, and each of one disease."""

import random
from pathlib import Path

SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo".split()
SIGNS = "fever rash cough swelling numbness cramps dizziness nausea weakness itching hoarseness thirst".split()
PLACES = "skin lungs liver kidneys heart joints eyes muscles nerves blood".split()
CARE = "rest fluids physiotherapy surgery a brace a diet tablets an inhaler light therapy injections".split()

SENTENCES = (
    ("What is {name}?", "{Name} is a disease of the {place}. It often begins with {sign} in the {time} year of life."),
    ("What are the symptoms of {name}?", "Most people with {name} have {sign} and {other}. Some also notice {third}."),
    ("What causes {name}?", "A change in the {gene} gene causes {name}. It is passed on in {share} of families."),
    ("How is {name} diagnosed?", "A doctor looks at the {place} and takes a blood sample. {Other} is a late sign."),
    ("How is {name} treated?", "The treatment of {name} is {care}. It takes {count} weeks until {sign} gets better."),
)


def write_leaflets(folder: Path, count: int) -> list[str]:
    """Write leaflets into a folder, and give questions that they answer."""
    draw = random.Random(7)
    folder.mkdir()
    questions = []
    for number in range(count):
        name = "".join(draw.choices(SYLLABLES, k=4)) + "sis"
        sign, other, third = draw.sample(SIGNS, 3)
        values: dict[str, str | int] = {
            "name": name, "Name": name.capitalize(), "sign": sign, "other": other, "Other": other.capitalize(),
            "third": third, "place": draw.choice(PLACES), "care": draw.choice(CARE),
            "gene": "".join(draw.choices("ABCDEFGH", k=3)) + str(draw.randrange(9)), "count": draw.randrange(2, 30),
            "share": draw.choice(("half", "a third", "most")), "time": draw.choice(("first", "second", "tenth")),
        }  # fmt: skip
        blocks = [part.format(**values) for pair in SENTENCES for part in pair]
        (folder / f"{number:04}.txt").write_text("\n\n".join((name.capitalize(), *blocks)) + "\n", encoding="utf-8")
        questions.append(draw.choice(SENTENCES)[0].format(**values))
    return questions
