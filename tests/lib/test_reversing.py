"""Paths worked out once are those `reverse` gives."""

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix
from django.utils import translation

from catalog.lib.reversing import path_to

SLUGS = ["SHU15-0042", "a/b".replace("/", " "), "Ёж-1", "占守島", "a-%-b", "x~y", "=(1)", "-", "--"]


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
@pytest.mark.parametrize("slug", SLUGS)
def test_it_is_the_path_of_reverse(language: str, slug: str) -> None:
    with translation.override(language):
        for name in ("find", "find-code", "place", "expedition", "report"):
            assert path_to(name, slug) == reverse(name, args=[slug])
        assert path_to("finds") == reverse("finds")


def test_it_stands_under_the_prefix_of_the_moment() -> None:
    before = path_to("find", "A")
    set_script_prefix("/finds-of-ours/-/")
    try:
        assert path_to("find", "A") == f"/finds-of-ours/-{before}" == reverse("find", args=["A"])
    finally:
        set_script_prefix("/")


def test_a_number_is_no_word() -> None:
    assert path_to("sitemap-finds", "3") == reverse("sitemap-finds", args=["3"])
    with pytest.raises(NoReverseMatch):
        path_to("nothing-of-the-kind", "3")
