"""The command ``bot docs``."""

from pathlib import Path

from tests.conftest import Run
from tests.leaflets import GASTROSCOPY, KNEE


def test_each_leaflet_is_listed_with_what_is_known_of_it(tmp_path: Path, run: Run) -> None:
    (tmp_path / "gastroscopy.txt").write_text(GASTROSCOPY, encoding="utf-8")
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text('publisher = "Ward 7"\nreviewed = "2019-05-01"\n', encoding="utf-8")
    result = run("docs", str(tmp_path))
    assert result.returncode == 0
    gastroscopy, knee = result.stdout.decode().split("\n\n")
    assert "  File: gastroscopy.txt\n" in gastroscopy
    assert "  Reviewed: (not known)" in gastroscopy
    assert "LOOK AT THIS" not in gastroscopy
    assert "  Publisher: Ward 7\n" in knee
    assert "LOOK AT THIS: the last review was more than 3 years ago." in knee
