"""Quick templates: Jinja2's, compiled once for each language, with its words inside.

A word that is looked up as a page is written takes longer than the page around it.
"""

from collections.abc import Iterable, Iterator, MutableMapping
from functools import lru_cache
from typing import Any

from django.template import engines
from django.utils.translation.trans_real import translation
from jinja2 import Environment, Template
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

# What stands in a template for a word to be translated: _("word").
_CALL = ("name", "lparen", "string", "rparen")


class QuickEnvironment(Environment):
    """Jinja2's environment, for one language; "" is for the one of the moment."""

    language = ""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template may call, in one piece: it is read through at every rendering."""
        return {**self.globals, **(d or {})}

    def of_language(self, language: str) -> "QuickEnvironment":
        """The same environment for the words of one language."""
        other = self.overlay()
        other.language = language
        return other


class WordsInside(Extension):
    """Writes the words of the language into a template as it is compiled."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterable[Token]:
        """Each `_("word")` as the word in the language, where the environment is of one."""
        language = self.environment.language
        return _translated(list(stream), language) if language else stream


def _translated(tokens: list[Token], language: str) -> Iterator[Token]:
    say = translation(language).gettext
    place = 0
    while place < len(tokens):
        some = tokens[place : place + len(_CALL)]
        if some[0].value == "_" and tuple(one.type for one in some) == _CALL:
            yield Token(some[0].lineno, "string", say(some[2].value))
            place += len(_CALL)
        else:
            yield some[0]
            place += 1


def template(name: str, language: str) -> Template:
    """A quick template in a language.

    Raises jinja2.TemplateNotFound for a name there is not.
    """
    return _environment(engines["jinja2"], language).get_template(name)


@lru_cache(maxsize=16)
def _environment(engine: Any, language: str) -> Environment:
    return engine.env.of_language(language)
