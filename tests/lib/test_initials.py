import pytest

from catalog.lib.initials import initials


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Anna Field", "AF"),
        ("Иванов И. П.", "ИИП"),
        ("山田 太郎", "山田"),
        ("占守島調査会", "占守島調"),
        ("Jean-Luc de la Tour du Pin", "JLDL"),
        ("", ""),
        ("42", ""),
    ],
)
def test_a_name_is_known_by_its_letters(name: str, short: str) -> None:
    assert initials(name) == short
