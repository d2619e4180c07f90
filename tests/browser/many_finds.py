"""Fill an empty database with made finds, the newest of them with pictures.

    python -m tests.browser.many_finds FOLDER NUMBER

DATABASE_URL names the database. The pictures are those of the sample.
"""

import sys
from pathlib import Path

import django

FIRST_PAGE = 24


def main() -> None:
    """Do it."""
    django.setup()
    from tests.benchmarks import growth

    folder, number = Path(sys.argv[1]), int(sys.argv[2])
    growth.make(folder / "made", number)
    _hang_pictures()


def _hang_pictures() -> None:
    """A picture on every find of the first page."""
    from django.conf import settings
    from django.http import QueryDict

    from catalog.models import Find
    from catalog.search.page import page
    from tests.factories import make_photo

    plates = sorted((Path(settings.BASE_DIR) / "fixtures/shumshu/plates").glob("*.png"))
    newest = page(QueryDict("")).ids[:FIRST_PAGE]
    for place, find in enumerate(Find.objects.filter(pk__in=newest)):
        plate = plates[place % len(plates)]
        make_photo(find, published=True, image=plate.read_bytes(), original_name=plate.name)


if __name__ == "__main__":
    main()
