"""What somebody may mean who has begun to type."""

from django.http import HttpRequest, HttpResponse

from catalog.api.answers import answer, door
from catalog.search.suggesting import suggestions


@door
def begun(request: HttpRequest) -> HttpResponse:
    """Words and numbers that begin like `q`."""
    found = suggestions(request.GET.get("q", ""))
    told = [
        {"kind": one.kind, "text": one.text.value, "language": one.text.language} for one in found
    ]
    return answer({"suggestions": told})
