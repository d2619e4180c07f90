from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from catalog.lib import dates

LANGUAGES = ("en", "ru", "ja")
DAYS = st.dates(date(1000, 1, 1), date(9998, 1, 1))


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("1945", date(1945, 1, 1), date(1945, 12, 31)),
        ("1944-02", date(1944, 2, 1), date(1944, 2, 29)),
        ("1945-08-18", date(1945, 8, 18), date(1945, 8, 18)),
        ("1943~", date(1943, 1, 1), date(1943, 12, 31)),
        ("1945-08?", date(1945, 8, 1), date(1945, 8, 31)),
        ("1945-08-18%", date(1945, 8, 18), date(1945, 8, 18)),
        ("194X", date(1940, 1, 1), date(1949, 12, 31)),
        ("19XX", date(1900, 1, 1), date(1999, 12, 31)),
        ("1945-XX", date(1945, 1, 1), date(1945, 12, 31)),
        ("1945-08-XX", date(1945, 8, 1), date(1945, 8, 31)),
        ("2015-21", date(2015, 3, 1), date(2015, 5, 31)),
        ("2015-22", date(2015, 6, 1), date(2015, 8, 31)),
        ("2015-23", date(2015, 9, 1), date(2015, 11, 30)),
        ("2015-24", date(2015, 12, 1), date(2016, 2, 29)),
        ("1945-08-18/1945-08-23", date(1945, 8, 18), date(1945, 8, 23)),
        ("1945/1945-08", date(1945, 1, 1), date(1945, 8, 31)),
        ("../1945", None, date(1945, 12, 31)),
        ("1945/..", date(1945, 1, 1), None),
    ],
)
def test_edtf_knows_its_first_and_last_day(edtf, earliest, latest):
    found = dates.parse_edtf(edtf)

    assert (found.edtf, found.text, found.earliest, found.latest) == (edtf, "", earliest, latest)
    assert dates.parse(edtf) == found


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1945-13", "no month 13"),
        ("1945-02-30", "no day 30"),
        ("0000", "no year 0000"),
        ("1945/1944", "ends before it begins"),
        ("../..", "open at both ends"),
        ("1945-02-30/1946", "no day 30"),
        ("1945-25", "no month 25"),
        ("194X-08", "is no date"),
        ("1945-XX-18", "is no date"),
        ("45", "is no date"),
        ("1945/", "is no date"),
        ("1945/1946/1947", "is no date"),
        ("", "is no date"),
    ],
)
def test_wrong_edtf_is_refused_in_words(value, reason):
    with pytest.raises(ValueError, match=reason):
        dates.parse_edtf(value)


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("18.08.1945", "1945-08-18"),
        ("8.8.1945", "1945-08-08"),
        ("05.06.1945", "1945-06-05"),
        ("1945.08.18", "1945-08-18"),
        ("18/08/1945", "1945-08-18"),
        ("1945/08/18", "1945-08-18"),
        ("1945-8-18", "1945-08-18"),
        ("18-08-1945", "1945-08-18"),
        ("08.1945", "1945-08"),
        ("1945/08", "1945-08"),
        ("20011120", "2001-11-20"),
        ("August 1945", "1945-08"),
        ("Aug. 1945", "1945-08"),
        ("18 August 1945", "1945-08-18"),
        ("18th of August, 1945", "1945-08-18"),
        ("August 18, 1945", "1945-08-18"),
        ("18-Aug-1945", "1945-08-18"),
        ("август 1945", "1945-08"),
        ("в августе 1945 года", "1945-08"),
        ("18 августа 1945 г.", "1945-08-18"),
        ("1945г.", "1945"),
        ("1896\u00a0г.", "1896"),
        ("1945年", "1945"),
        ("1945年8月", "1945-08"),
        ("１９４５年８月１８日", "1945-08-18"),
        ("昭和20年8月18日", "1945-08-18"),
        ("昭和元年", "1926"),
        ("昭和二十年八月十八日", "1945-08-18"),
        ("一九四五年八月", "1945-08"),
        ("平成十年", "1998"),
        ("令和元年5月", "2019-05"),
        ("S20.8.18", "1945-08-18"),
        ("summer 2015", "2015-22"),
        ("летом 2015 года", "2015-22"),
        ("лето 2015", "2015-22"),
        ("2015年夏", "2015-22"),
        ("winter 2015/16", "2015-24"),
        ("1940s", "194X"),
        ("август-сентябрь 1945", "1945-08/1945-09"),
        ("сент.-окт. 1945 г.", "1945-09/1945-10"),
        ("Aug-Sep 1945", "1945-08/1945-09"),
        ("昭和20年8月～9月", "1945-08/1945-09"),
        ("XIX век", "18XX"),
        ("ХІХ в.", "18XX"),
        ("18-й век", "17XX"),
        ("the 20th century", "19XX"),
        ("19世紀", "18XX"),
        ("1940-е годы", "194X"),
        ("1940年代", "194X"),
    ],
)
def test_a_date_is_read_as_people_write_it(written, edtf):
    found = dates.parse(f" {written} ")

    assert found.edtf == edtf
    assert found.text == written


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("ca. 1943", "1943~"),
        ("c. 1943", "1943~"),
        ("circa 1943", "1943~"),
        ("около 1943", "1943~"),
        ("ок. 1943 г.", "1943~"),
        ("около августа 1945", "1945-08~"),
        ("約1943年", "1943~"),
        ("1943年頃", "1943~"),
        ("1943 (?)", "1943?"),
        ("август 1945?", "1945-08?"),
        ("ca. 1943?", "1943%"),
    ],
)
def test_doubt_is_kept(written, edtf):
    assert dates.parse(written).edtf == edtf


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1945–46", "1945/1946"),
        ("1945-46", "1945/1946"),
        ("1945/46", "1945/1946"),
        ("1945-1946", "1945/1946"),
        ("1904–05", "1904/1905"),
        ("1941–1945 гг.", "1941/1945"),
        ("18–23 August 1945", "1945-08-18/1945-08-23"),
        ("с 18 по 23 августа 1945", "1945-08-18/1945-08-23"),
        ("18-23.08.1945", "1945-08-18/1945-08-23"),
        ("30.07–02.08.1945", "1945-07-30/1945-08-02"),
        ("18.08.1945 - 23.08.1945", "1945-08-18/1945-08-23"),
        ("август–сентябрь 1945", "1945-08/1945-09"),
        ("1945年8月18日から23日まで", "1945-08-18/1945-08-23"),
        ("before 1945", "../1945"),
        ("до августа 1945", "../1945-08"),
        ("～1945年", "../1945"),
        ("after 1945", "1945/.."),
        ("после 1945", "1945/.."),
        ("1945年以降", "1945/.."),
    ],
)
def test_a_span_becomes_an_interval(written, edtf):
    assert dates.parse(written).edtf == edtf


def test_a_month_is_never_taken_for_a_year():
    assert dates.parse("1904-05").edtf == "1904-05"
    with pytest.raises(ValueError, match="no month 13"):
        dates.parse("1945-13")


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("32.08.2025", "no day 32"),
        ("13/13/1945", "no month 13"),
        ("20011320", "no month 13"),
        ("18.08.45", "four digits"),
        ("18/08/45", "four digits"),
        ("18-Aug-45", "four digits"),
        ("Aug-18", "four digits"),
        ("16667", "write 1945-08-18"),
        ("16667.5", "write 1945-08-18"),
        ("########", "too narrow"),
        ("昭和65年", "no year 65"),
        ("", "is no date"),
        ("NA", "is no date"),
        ("–", "is no date"),
        ("1935, Мрамор", "is no date"),
        ("next week", "is no date"),
        ("2018-10-10T25:00:00Z", "is no date"),
    ],
)
def test_what_is_no_date_is_refused_in_words(written, reason):
    with pytest.raises(ValueError, match=reason):
        dates.parse(written)


def test_the_order_of_slashes_is_what_the_list_says():
    assert dates.parse("05/06/1945").edtf == "1945-06-05"
    assert dates.parse("05/06/1945", order="mdy").edtf == "1945-05-06"
    assert dates.parse("05.06.1945", order="mdy").edtf == "1945-06-05"
    with pytest.raises(ValueError, match="year, month, day"):
        dates.parse("05/06/1945", order="ymd")


def test_an_instant_becomes_the_day_of_its_place():
    instant = "2018-10-10T23:00:00Z"

    assert dates.parse(instant).edtf == "2018-10-10"
    assert dates.parse(instant, time_zone="Europe/London").edtf == "2018-10-11"
    assert dates.parse("2018-10-10T23:00:00+03:00", time_zone="Asia/Tokyo").edtf == "2018-10-11"
    assert dates.parse("1940/09/07 17:34:00", time_zone="Asia/Tokyo").edtf == "1940-09-07"


def test_an_unknown_time_zone_is_named():
    with pytest.raises(ValueError, match="Mars/Base"):
        dates.parse("2018-10-10T23:00:00Z", time_zone="Mars/Base")


def test_the_first_of_january_is_a_year_only_where_the_list_says_so():
    assert dates.parse("1950-01-01").edtf == "1950-01-01"
    assert dates.parse("1950-01-01", year_only_january=True).edtf == "1950"
    assert dates.parse("01.01.1950", year_only_january=True).edtf == "1950"
    assert dates.parse("1949-12-31T23:00:00Z", year_only_january=True,
                       time_zone="Europe/Berlin").edtf == "1950"  # fmt: skip
    assert dates.parse("1950-01-02", year_only_january=True).edtf == "1950-01-02"


@given(st.text())
def test_no_cell_breaks_the_reader_of_dates(cell):
    try:
        found = dates.parse(cell)
    except ValueError:
        return
    assert dates.parse_edtf(found.edtf).earliest == found.earliest


@given(st.text(alphabet="0123456789-/.~?%X 年月日～–г", max_size=16))
def test_no_digits_break_the_reader_of_dates(cell):
    try:
        found = dates.parse(cell)
    except ValueError:
        return
    assert found.earliest is None or found.latest is None or found.earliest <= found.latest


@given(DAYS)
def test_a_day_comes_back_from_its_words_in_every_language(day):
    for language in LANGUAGES:
        assert dates.parse(dates.display(day.isoformat(), language)).edtf == day.isoformat()


@given(DAYS, st.integers(1, 400))
def test_a_span_comes_back_from_its_words_in_every_language(start, length):
    edtf = f"{start.isoformat()}/{(start + timedelta(days=length)).isoformat()}"

    for language in LANGUAGES:
        assert dates.parse(dates.display(edtf, language)).edtf == edtf


@pytest.mark.parametrize(
    "edtf",
    ["1945", "1945-08", "194X", "1943~", "1943?", "1943%", "1945-08~", "2015-22", "2015-24",
     "../1945", "1945/..", "../1945-08", "2015-22/..", "1945/1946", "1945-08/1945-09"],
)  # fmt: skip
def test_what_is_shown_can_be_written(edtf):
    for language in LANGUAGES:
        assert dates.parse(dates.display(edtf, language)).edtf == edtf


@pytest.mark.parametrize(
    ("edtf", "english", "russian", "japanese"),
    [
        ("1945-08-18", "18 August 1945", "18 августа 1945", "1945年8月18日"),
        ("1945-08", "August 1945", "август 1945", "1945年8月"),
        ("1945-08-XX", "August 1945", "август 1945", "1945年8月"),
        ("1943~", "about 1943", "около 1943", "1943年頃"),
        ("1945-08~", "about August 1945", "около августа 1945", "1945年8月頃"),
        ("1943?", "1943 (uncertain)", "1943 (неточно)", "1943年（不確か）"),
        ("194X", "1940s", "1940-е", "1940年代"),
        ("19XX", "1900–1999", "1900–1999", "1900～1999年"),
        ("2015-22", "summer 2015", "лето 2015", "2015年夏"),
        ("2015-24", "winter 2015–16", "зима 2015–16", "2015–16年冬"),
        ("1945-08-18/1945-08-23", "18–23 August 1945", "18–23 августа 1945", "1945年8月18日～23日"),
        (
            "1945-07-30/1945-08-02",
            "30 July – 2 August 1945",
            "30 июля – 2 августа 1945",
            "1945年7月30日～8月2日",
        ),
        ("1945/1946", "1945–1946", "1945–1946", "1945～1946年"),
        ("../1945-08", "until August 1945", "до августа 1945", "～1945年8月"),
        ("1945/..", "from 1945", "с 1945", "1945年～"),
        ("", "", "", ""),
    ],
)
def test_a_date_reads_well_in_three_languages(edtf, english, russian, japanese):
    assert dates.display(edtf, "en-gb") == english
    assert dates.display(edtf, "ru") == russian
    assert dates.display(edtf, "ja") == japanese
