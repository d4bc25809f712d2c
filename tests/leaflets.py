"""The leaflets that tests are about."""

KNEE = """\
Living with Knee Pain

Exercise
Gentle walking keeps the knee joint supple. Swimming is gentle too.

Cost
A walking stick costs about ten pounds.
"""

STICK_QUESTION = "What does a walking stick cost?"
"""One that ``KNEE`` answers beyond doubt: what is tested with it is how a reply is shown, not how it is found."""

KNEE_CURATION = f"""\
[[passage]]
starts = "Gentle walking"
examples = ["is swimming good", "is walking good?", "how should I exercise"]
[[passage]]
starts = "A walking stick"
examples = ["{STICK_QUESTION}", "how much is a walking stick", "what do walking sticks cost", "price of a stick"]
"""

EXERCISES = """\
Knee exercises
These exercises keep the knee strong. Do them at home, at your own pace.
How often
Do each exercise ten times, three times a day.
Cost
The class is free for patients of the clinic.
Pain
Stop when the knee hurts, and rest it with a cool pack.
"""
"""What the evaluation is tested with, and a ``ScriptedBot``."""

TEN_TIMES = "ten times, three times a day"
FREE = "free for patients"
COOL_PACK = "rest it with a cool pack"

GASTROSCOPY = """\
Having a Gastroscopy

Before the test
Do not eat for six hours before the test. You may drink water until two hours before.

Medicines
Tell us if you take warfarin or insulin. Bring:
- your tablets in their boxes
- your repeat prescription

Afterwards
Your throat may feel sore for a day. If you had sedation, do not drive for 24 hours.
"""

ECZEMA = """\
Eczema in Children

Moisturisers
Use a moisturiser at least twice a day, even when the skin looks clear.

Steroid creams
Use a steroid cream once a day for flare-ups. Stop two days after the redness has gone.

Bathing
A short lukewarm bath is fine. Do not use bubble bath or soap.
"""
