"""Files that nobody finds."""

from pathlib import Path

from bot import load_corpus
from bot.authoring.unread import unread
from tests.leaflets import KNEE


def test_what_is_not_read_is_told_of_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xfd")
    for name in ("old.doc", "notes.rtf", "draft.pages", "logo.png", "nee.toml", "knee.cases.jsonl", ".hidden"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "ward7").mkdir()
    (tmp_path / "ward7" / "hip.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "pictures").mkdir()
    findings = list(unread(load_corpus(tmp_path)))
    assert {(finding.document, finding.kind, finding.urgency) for finding in findings} == {
        ("bad.txt", "unread", "now"),
        ("old.doc", "unread", "now"),
        ("notes.rtf", "unread", "now"),
        ("draft.pages", "unread", "now"),
        ("logo.png", "unread", "look"),
        ("ward7/", "unread", "look"),
        ("nee.toml", "misnamed", "now"),
    }
    assert all(finding.wrong.endswith(".") and finding.mend.endswith(".") for finding in findings)


def test_of_a_folder_of_leaflets_alone_there_is_nothing_to_tell(tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text(KNEE, encoding="utf-8")
    (tmp_path / "knee.toml").write_text("", encoding="utf-8")
    assert list(unread(load_corpus(tmp_path))) == []
    assert list(unread(load_corpus())) == []
