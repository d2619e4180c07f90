"""Mappings made in the house: written, proposed for a header, adapted, mended."""

import io

import pytest
from hypothesis import given, strategies as st

from catalog.lib import sheets
from catalog.transfer import mapping, mapping_text, mending, proposing
from catalog.transfer.lookups import Lookups
from tests.transfer.lists_in import counts, furnish, row, take

FOREIGN = mapping.read(
    '[columns]\ncatalogue_number = "No."\ntitle_en = "{what}, {where}"\n'
    '[constants]\nexpedition = "SHU-2015"\n[values.nationality]\n"Jap." = "jp"\n'
    '[options]\ndate_order = "mdy"\nmissing = ["-", "n.a."]\nskip_errors = true\n'
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_mapping_is_read_as_it_was_written() -> None:
    text = mapping_text.write(FOREIGN)

    again = mapping.read(text)

    assert (again.columns, again.constants) == (FOREIGN.columns, FOREIGN.constants)
    assert (again.values, again.options) == (FOREIGN.values, FOREIGN.options)
    assert mapping_text.write(mapping.Mapping()) == ""


@given(words=st.dictionaries(WORDS, WORDS, min_size=1), missing=st.lists(WORDS))
def test_any_word_survives_the_writing(words: dict[str, str], missing: list[str]) -> None:
    options = mapping.Options(missing=tuple(missing))
    made = mapping.Mapping(values={"place": words}, options=options)

    again = mapping.read(mapping_text.write(made))

    assert (again.values, again.options) == (made.values, made.options)


def test_headers_are_recognised_in_three_languages() -> None:
    header = ["Номер в каталоге", "分類", "object_type", "Bag", "number", "", "_line"]

    proposed = proposing.propose(header)

    assert proposed.mapping.columns == {
        "catalogue_number": "Номер в каталоге",
        "category": "分類",
        "object_type": "object_type",
        "field_number": "Bag",
    }


def test_a_mapping_is_adapted_to_a_file_that_lacks_some_of_its_headers() -> None:
    adapted = proposing.adapt(FOREIGN, ["No.", "what"])

    assert adapted.mapping.columns == {"catalogue_number": "No."}
    assert adapted.lost == ("where",)
    assert adapted.mapping.constants == FOREIGN.constants
    assert proposing.adapt(mapping.Mapping(), ["number"]).mapping.columns == {
        "catalogue_number": "number"
    }


def test_columns_are_shown_with_their_first_different_values() -> None:
    file = io.BytesIO(b"No.,No.,Side,_line\n1,a,Japan,4\n2,b,Japan,5\n3,c,USSR,6\n")

    with sheets.open_sheet(file) as sheet:
        shown = proposing.look(sheet)

    assert [(one.name, one.is_named, one.samples) for one in shown] == [
        ("No.", True, ["1", "2", "3"]),
        ("No.", False, ["a", "b", "c"]),
        ("Side", True, ["Japan", "USSR"]),
    ]


def test_a_word_mended_twice_follows_to_the_end() -> None:
    once = mending.mend(FOREIGN, column="nationality", theirs="jp", ours="japan")

    assert once.values["nationality"] == {"Jap.": "japan", "jp": "japan"}
    assert mending.Mended("nationality", "Jap.", "japan") in mending.mended(once)
    assert mending.unmend(once, column="nationality", theirs="jp").values["nationality"] == {
        "Jap.": "japan"
    }


def test_the_last_word_taken_back_leaves_no_section() -> None:
    assert mending.unmend(FOREIGN, column="nationality", theirs="Jap.").values == {}
    constant = mending.mend(mapping.Mapping(), column="category", theirs="", ours="helmet")
    assert constant.constants == {"category": "helmet"}
    assert mending.unmend(constant, column="category", theirs="").constants == {}


@pytest.mark.parametrize(
    ("column", "value", "may"),
    [
        ("nationality", "Jap.", True),
        ("category", "", True),
        ("nationality", "", False),
        ("catalogue_number", "1E+05", False),
        ("", "x", False),
    ],
)
def test_what_belongs_to_one_row_is_not_mended_for_many(column: str, value: str, may: bool) -> None:
    assert mending.can_mend(column, value) is may


@pytest.mark.django_db
def test_nearest_words_come_as_codes_of_the_list_behind_a_column() -> None:
    furnish()
    lookups = Lookups()

    assert mending.nearest("nationality", "Japn", lookups)[0] == "japan"
    assert mending.nearest("condition", "god", lookups)[0] == "good"
    assert mending.nearest("place", "Shumshy", lookups) == ["Kuril Islands > Shumshu"]
    assert mending.nearest("depth_cm", "forty", lookups) == []
    assert all(lookups.options(name) for name in ("expedition", "holder", "found_by", "sources"))


@pytest.mark.django_db
def test_one_correction_lets_all_rows_with_the_word_in() -> None:
    furnish()
    rows = [row(f"A-{number}", nationality="Jap.") for number in range(6)]
    assert counts(take(*rows)) == {"refused": 6}

    mended = mending.mend(mapping.Mapping(), column="nationality", theirs="Jap.", ours="japan")

    assert counts(take(*rows, toml=mapping_text.write(mended))) == {"new": 6}
