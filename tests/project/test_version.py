import pytest

from project import version


def test_version_of_a_dated_heading_is_its_number() -> None:
    assert (
        version.read("# Changelog\n\n## 1.2.3 - 2026-11-22\n\n## 1.2.2 - 2026-10-01\n") == "1.2.3"
    )


def test_version_of_an_unreleased_heading_is_a_development_version() -> None:
    assert version.read("# Changelog\n\n## 1.3.0 - Unreleased\n\n## 1.2.3 - 2026-11-22\n") == (
        "1.3.0.dev0"
    )


def test_changelog_without_a_version_is_refused() -> None:
    with pytest.raises(ValueError, match="no heading like"):
        version.read("# Changelog\n")
