"""What templates need to print records: words with their language, dates, counts, links."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.html import escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext as _, ngettext

from catalog.lib import dates
from catalog.lib.languages import NO_TEXT, Text, by_script
from catalog.lib.tally import Tally
from catalog.lib.words import marks, parse

register = template.Library()


def _here() -> str:
    return (get_language() or "en")[:2]


def _is_foreign(language: str) -> bool:
    return bool(language) and language[:2] != _here()


@register.filter
def words(text: Any) -> str:
    """A text, each part of it marked with its language where that is not the page's."""
    if not text:
        return ""
    return _in_pieces(str(text), getattr(text, "language", "") or _here(), around=_here())


def _in_pieces(value: str, language: str, *, around: str) -> SafeString:
    """A text as HTML; `around` is the language of what it stands in."""
    return mark_safe(
        "".join(
            escape(piece.value)
            if piece.language[:2] == around[:2]
            else format_html('<span lang="{}">{}</span>', piece.language, piece.value)
            for piece in by_script(value, language)
        )
    )


@register.simple_tag(takes_context=True)
def marked(context: Any, text: Any) -> SafeString:
    """A text with the words looked for on this page marked."""
    typed = getattr(context.get("page"), "wishes", {}).get("q", "")
    return mark_words(str(text), typed)


def mark_words(text: str, typed: str) -> SafeString:
    """A text as HTML, escaped, with each word of a query in a <mark>."""
    parts, done = [], 0
    for start, end in marks(text, parse(typed)) if typed else ():
        parts.append(format_html("{}<mark>{}</mark>", text[done:start], text[start:end]))
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))


@register.filter
def lang(text: Any) -> SafeString:
    """The attribute for an element whose whole content is this text; "" on the page's own."""
    language = getattr(text, "language", "")
    return format_html(' lang="{}"', language) if _is_foreign(language) else mark_safe("")


@register.filter
def paragraphs(text: Any) -> str:
    """A long text as paragraphs, in an element that says its language."""
    language = getattr(text, "language", "") or _here()
    return mark_safe(linebreaks(_in_pieces(str(text), language, around=language)))


@register.filter
def day(edtf: str) -> str:
    """An EDTF date in words."""
    return dates.display(edtf, get_language() or "en") if edtf else ""


def as_written(find: Any) -> Text:
    """The date as it was written, where it says more than the date in words."""
    written = find.found_on_text
    try:
        said = dates.parse(written).edtf if written else ""
    except ValueError:
        said = ""
    return NO_TEXT if not written or said == find.found_on else Text(written, find.language)


@register.filter
def joined(values: Iterable[Any]) -> SafeString:
    """Texts with commas between, each in its language."""
    return format_html_join(comma(), "{}", ((words(value),) for value in values))


@register.simple_tag
def comma() -> str:
    """What stands between two words of a list."""
    return "、" if _here() == "ja" else ", "


@register.simple_tag
def full_stop() -> str:
    """What stands between two sentences."""
    return "。" if _here() == "ja" else ". "


@register.simple_tag
def bracketed(*said: Any) -> SafeString:
    """Words said aside, each in its language, with the space that stands before them."""
    before, between, after = ("（", "；", "）") if _here() == "ja" else (" (", "; ", ")")
    pieces = ((one if hasattr(one, "__html__") else words(one),) for one in said if one)
    return format_html("{}{}{}", before, format_html_join(between, "{}", pieces), after)


@register.filter
def quoted(text: Any) -> SafeString:
    """A text as somebody wrote it."""
    before, after = {"ja": ("「", "」"), "ru": ("«", "»")}.get(_here(), ("“", "”"))
    return format_html("{}{}{}", before, words(text), after)


@register.filter
def keeping_whole(text: Any, part: str) -> SafeString:
    """A text in which this part, a number with a hyphen, stands in one line."""
    before, found, after = str(text).partition(part)
    whole = format_html('<span class="whole">{}</span>', found) if found else ""
    return format_html("{}{}{}", words(before), whole, words(after))


@register.filter
def grouped(number: int) -> str:
    """A whole number as each language writes it: "51,407"."""
    return number_format(number, force_grouping=True)


@register.simple_tag
def objects_count(number: int) -> str:
    """ "34 finds"."""
    return ngettext("{n} find", "{n} finds", number).format(n=grouped(number))


@register.simple_tag
def people_count(number: int, at_least: bool = False) -> str:
    """ "remains of 26 people"."""
    if at_least:
        message = ngettext(
            "remains of at least {n} person", "remains of at least {n} people", number
        )
    else:
        message = ngettext("remains of {n} person", "remains of {n} people", number)
    return message.format(n=grouped(number))


@register.simple_tag
def tally_words(tally: Tally) -> str:
    """Objects and people counted apart, in one line."""
    if not tally.people_records:
        return objects_count(tally.objects)
    people = people_count(tally.individuals, tally.at_least)
    records = ngettext("{n} record", "{n} records", tally.records)
    told = records.format(n=grouped(tally.records))
    if not tally.objects:
        return _("{records} · {people}").format(records=told, people=people)
    return _("{records}: {objects} · {people}").format(
        records=told, objects=objects_count(tally.objects), people=people
    )


@register.simple_tag
def sides(tally: Tally) -> list[tuple[str, int, bool]]:
    """People by side in the order of the words, never of the numbers."""
    language = (get_language() or "en")[:2]
    named = [
        (
            side.labels.get(language) or side.labels.get("en") or _("Not determined"),
            side.individuals,
            side.at_least,
        )
        for side in tally.people
    ]
    return sorted(named)


@register.simple_tag
def individuals_words(card: Any) -> str:
    """How many people a record of remains is of."""
    if card.individuals is None:
        return ""
    if not card.individuals:
        return _("Counted with another record.")
    exact = card.individuals_qualifier.value in ("", "exact")
    if exact:
        message = ngettext("Remains of {n} person", "Remains of {n} people", card.individuals)
    else:
        message = ngettext(
            "Remains of at least {n} person", "Remains of at least {n} people", card.individuals
        )
    return message.format(n=grouped(card.individuals))


def size(find: Any) -> str:
    """How long, wide and high, as far as it is known."""
    if not (find.length_mm or find.width_mm or find.height_mm):
        return ""
    sides = (
        (_("length"), find.length_mm),
        (_("width"), find.width_mm),
        (_("height"), find.height_mm),
    )
    known = (f"{side} {length(measure)}" for side, measure in sides if measure)
    return comma().join(map(_together, known))


def length(millimetres: Decimal) -> str:
    """Millimetres; metres for what is longer than one."""
    if millimetres < 1000:
        return _together(_("{number} mm").format(number=_number(millimetres)))
    return _together(_("{number} m").format(number=_number(millimetres / 1000)))


def weight(grams: Decimal) -> str:
    """Grams; kilograms for what is heavier than one."""
    if grams < 1000:
        return _together(_("{number} g").format(number=_number(grams)))
    return _together(_("{number} kg").format(number=_number(grams / 1000)))


def _together(measure: str) -> str:
    """No line ends between a number and its unit."""
    return measure.replace(" ", "\N{NO-BREAK SPACE}")


def _number(value: Decimal) -> str:
    return number_format(f"{value.normalize():f}", force_grouping=True)


def position(location: Any) -> str:
    """The published position in degrees, and by how much it may be off."""
    degrees = f"{location.latitude.normalize():f}, {location.longitude.normalize():f}"
    if not location.uncertainty_m:
        return degrees
    return f"{degrees} ± {length(Decimal(location.uncertainty_m) * 1000)}"


@register.simple_tag
def page_numbers(current: int, last: int) -> list[int | None]:
    """First, last and those around the current one; None for a gap."""
    wanted = {1, last, *range(max(1, current - 2), min(last, current + 2) + 1)}
    numbers: list[int | None] = []
    for number in sorted(wanted):
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.simple_tag
def with_page(query: Any, number: int) -> str:
    """The query of another page of the same listing."""
    return str(query.with_("page", str(number))) if number > 1 else str(query.without("page"))


@register.simple_tag
def with_value(query: Any, name: str, value: object) -> str:
    """The query with this value of a parameter."""
    return str(query.with_(name, str(value)))


def relation(related: Any) -> str:
    """How a linked find stands to this one; a link recorded there reads the other way round."""
    backwards = {"part_of": _("Part of this one"), "identifies": _("Identified by")}
    if related.is_reverse and related.kind.value in backwards:
        return backwards[related.kind.value]
    return str(related.kind.label)


@register.filter
def numbers(count: int) -> range:
    """1 to this number."""
    return range(1, count + 1)


@register.simple_tag
def photo_sizes(photo: Any) -> str:
    """The sizes of a picture for `srcset`."""
    return ", ".join(f"{size.url} {size.width}w" for size in photo.sizes)


@register.filter
def as_jpeg(address: str) -> str:
    """The same for a browser that knows no WebP: an address of a picture, or a whole `srcset`."""
    return address.replace(".webp", ".jpg")
