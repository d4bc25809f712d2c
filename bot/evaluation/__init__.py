"""How good the bot is: written-down cases, what is measured on them, and what the corpus lacks.

::

    from bot import Bot, load_corpus
    from bot.evaluation import evaluate, load_cases

    bot = Bot(load_corpus("leaflet.txt"))
    report = evaluate(bot, load_cases("leaflet.cases.jsonl", corpus=bot.corpus))
    print(report.figures["behaviour"].value, [outcome.case.id for outcome in report.failures])
"""

from bot.evaluation.cases import Case, case_files, load_cases
from bot.evaluation.measures import MEASURES, Figure, Measure
from bot.evaluation.run import Outcome, Report, evaluate

__all__ = ["MEASURES", "Case", "Figure", "Measure", "Outcome", "Report", "case_files", "evaluate", "load_cases"]
