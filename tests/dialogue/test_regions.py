"""Emergency and crisis lines by country."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date

import pytest

from bot.dialogue import regions
from bot.dialogue.regions import Region, known_regions, region, region_from_locale
from bot.errors import DataError, UsageError

REGIONS = list(known_regions())

EUROPEAN_UNION = [
    *("AT", "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IE"),
    *("IT", "LV", "LT", "LU", "MT", "NL", "PL", "PT", "RO", "SK", "SI", "ES", "SE"),
]


@pytest.mark.parametrize(
    ("code", "emergency", "crisis"),
    [
        ("US", "911", "988"),
        ("CA", "911", "988"),
        ("GB", "999", "116 123"),
        ("IE", "112", "116 123"),
        ("AU", "000", "13 11 14"),
        ("NZ", "111", "1737"),
        ("DE", "112", "0800 1110111"),
        ("FR", "112", "3114"),
        ("ES", "112", "024"),
        ("IN", "112", "14416"),
    ],
)
def test_the_numbers_of_a_country(code: str, emergency: str, crisis: str) -> None:
    assert emergency in region(code).emergency
    assert crisis in region(code).crisis


@pytest.mark.parametrize(
    ("code", "number", "danger", "talk"),
    [
        (None, "112 / 911 / 999 / 000", "112 / 911 / 999 / 000", ""),
        ("GB", "999", "999", ": 116\xa0123 / 0808\xa02000\xa0247"),
        ("US", "911", "911", ": 988 / 1\xa0800\xa0799\xa07233"),
        ("ZA", "112 / 10177", "112 / 10177 / 10111", ": 0800\xa0567\xa0567 / 0800\xa0428\xa0428"),
        ("NO", "113", "113 / 112", ""),
        ("IT", "112", "112", ": 02\xa02327\xa02327 / 1522"),
    ],
)
def test_other_languages_get_digits_alone(code: str | None, number: str, danger: str, talk: str) -> None:
    known = region(code)
    assert (known.number, known.danger, known.talk) == (number, danger, talk)


@pytest.mark.parametrize("known", REGIONS, ids=str)
def test_there_is_no_word_among_the_digits(known: Region) -> None:
    assert re.fullmatch(r"\d[\d\xa0]*(?: / \d[\d\xa0]*)*", known.number)
    assert re.fullmatch(r"\d[\d\xa0]*(?: / \d[\d\xa0]*)*", known.danger)
    assert re.fullmatch(r"(?:: \d[\d\xa0]*(?: / \d[\d\xa0]*)*)?", known.talk)


@pytest.mark.parametrize("code", EUROPEAN_UNION)
def test_112_works_in_the_whole_european_union(code: str) -> None:
    assert "112" in region(code).emergency


def test_a_code_is_known_in_small_letters_and_by_its_everyday_name() -> None:
    assert region("gb").emergency == region("GB").emergency == region("UK").emergency


def test_without_a_country_the_text_is_safe_everywhere() -> None:
    general = region(None)
    assert general.code is None
    for number in ("112", "911", "999", "000"):
        assert number in general.emergency
    assert "findahelpline.com" in general.crisis


@pytest.mark.parametrize("code", ["XX", "G", "12", "../GB"])
def test_an_unknown_country_is_an_error_that_lists_the_known_ones(code: str) -> None:
    with pytest.raises(UsageError, match=r"GB.*US"):
        region(code)


@pytest.mark.parametrize("known", REGIONS, ids=lambda known: str(known.code))
def test_every_country_has_a_text_for_every_placeholder(known: Region) -> None:
    assert all(value.strip() for name, value in known.values().items() if name != "talk")


@pytest.mark.parametrize("known", [known for known in REGIONS if known.code], ids=lambda known: str(known.code))
def test_every_line_has_a_number_its_page_and_the_day_it_was_checked(known: Region) -> None:
    assert known.lines
    for line in known.lines:
        assert re.search(r"\d", line.number)
        assert re.match(r"https?://\S+$", line.source)
        assert line.checked == "not checked" or date.fromisoformat(line.checked)


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"LANG": "en_GB.UTF-8"}, "GB"),
        ({"LANG": "de_AT"}, "AT"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "fr_FR.UTF-8"}, "FR"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "sv_SE"}, "SE"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "US"),
        ({"LANG": "ca_ES@valencia"}, "ES"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "POSIX"}, None),
        ({"LANG": "en"}, None),
        ({"LANG": "pt_AO.UTF-8"}, None),
        ({}, None),
    ],
)
def test_the_country_of_a_locale(environ: dict[str, str], code: str | None) -> None:
    assert region_from_locale(environ) == code
    assert region(region_from_locale(environ)).emergency


GENERAL = '[general]\nname="n"\nemergency="112"\ndirectory="d"\nadvice="a"\npoison="p"\nsource="s"\nchecked="c"\n'


@pytest.fixture
def read_again() -> Iterator[None]:
    """The file is read anew in the test, and after it."""
    regions._known.cache_clear()
    yield
    regions._known.cache_clear()


@pytest.mark.usefixtures("read_again")
@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[GB]\nname = 'x'", "[general] needs"),
        (GENERAL + '[GB]\nname = "x"', "needs a name and an emergency number"),
        (GENERAL + '[GB]\nname = "x"\nfire = "1"\nemergency = {number = "1", source = "s", checked = "c"}', "'fire'"),
        (GENERAL + '[GB]\nname = "x"\nemergency = {number = "1"}', "[GB] emergency needs"),
        (
            GENERAL + '[GB]\nname = "x"\ncountries = ["GB"]\nemergency = {number = "1", source = "s", checked = "c"}',
            "two entries for GB",
        ),
    ],
)
def test_a_broken_file_is_an_error_that_names_the_file_and_the_entry(
    monkeypatch: pytest.MonkeyPatch, text: str, complaint: str
) -> None:
    monkeypatch.setattr(regions, "read_table", lambda _: tomllib.loads(text))
    with pytest.raises(DataError) as caught:
        region("GB")
    assert str(regions.REGIONS) in str(caught.value)
    assert complaint in str(caught.value)


@pytest.mark.usefixtures("read_again")
def test_an_emergency_line_without_a_number_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other languages get the digits alone, and would be told to call nothing."""
    text = GENERAL + '[GB]\nname = "x"\nemergency = {number = "the ward", source = "s", checked = "c"}'
    monkeypatch.setattr(regions, "read_table", lambda _: tomllib.loads(text))
    with pytest.raises(DataError, match=r"\[GB\] emergency: there is no number in 'the ward'"):
        region("GB")
