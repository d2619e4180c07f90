from catalog.lib.languages import Text, by_script, spoken


def test_letters_of_another_script_are_of_another_language() -> None:
    assert by_script("Height 171 (四嶺山 / выс. 171)", "en") == [
        Text("Height 171 (", "en"),
        Text("四嶺山", "ja"),
        Text(" / ", "en"),
        Text("выс", "ru"),
        Text(". 171)", "en"),
    ]


def test_a_run_goes_on_over_blanks_and_marks() -> None:
    assert by_script("Каска, найденная 2015", "ja")[0] == Text("Каска, найденная", "ru")
    assert by_script("占守島、四嶺山", "ru") == [Text("占守島、四嶺山", "ja")]


def test_a_run_ends_with_its_line() -> None:
    assert [piece.value for piece in by_script("Каска\n\nШлем", "en")] == ["Каска", "\n\n", "Шлем"]


def test_words_in_their_own_language_stay_whole() -> None:
    assert by_script("Каска", "ru") == [Text("Каска", "ru")]
    assert by_script("Helmet", "ru") == [Text("Helmet", "ru")]
    assert by_script("", "en") == []


def test_a_text_without_a_letter_of_its_language_is_in_another() -> None:
    assert spoken("[Report on the equipment raised]", "ru") == "en"
    assert spoken("Отчёт о технике", "ru") == "ru"
    assert spoken("四嶺山", "ja-Jpan") == "ja-Jpan"
    assert spoken("Raport", "pl") == "pl"
    assert spoken("Report", "") == ""
