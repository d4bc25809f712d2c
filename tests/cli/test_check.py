"""``bot check``: what a person has to look at before anybody uses the bot."""

from pathlib import Path

from tests.conftest import Run
from tests.leaflets import KNEE, KNEE_CURATION


def check(run: Run, *arguments: str, **environment: str) -> tuple[int, str, str]:
    done = run("check", *arguments, **{"LC_ALL": "C", **environment})
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_the_numbers_of_a_country_are_listed_with_those_that_nobody_checked(run: Run) -> None:
    status, out, _ = check(run, "--region", "GB")
    assert status == 0
    assert "- 999 (read on " in out
    assert "NOT CHECKED" in out


def test_the_country_is_that_of_the_locale(run: Run) -> None:
    assert "Numbers for Ireland" in check(run, LC_ALL="en_IE.UTF-8")[1]


def test_without_a_country_all_unchecked_numbers_are_listed(run: Run) -> None:
    _, out, _ = check(run)
    assert "- Ireland: 112 or 999" in out
    assert "Germany" not in out


def test_the_material_is_counted(run: Run, tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text(KNEE_CURATION, encoding="utf-8")
    status, out, _ = check(run, "--corpus", str(tmp_path))
    assert status == 0
    assert "Living with Knee Pain: " in out


def test_broken_material_is_an_error(run: Run, tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text("[[passage]]\nstarts = 'nothing'\n", encoding="utf-8")
    status, _, complaint = check(run, "--corpus", str(tmp_path / "knee.txt"))
    assert status == 2
    assert "knee.toml" in complaint
