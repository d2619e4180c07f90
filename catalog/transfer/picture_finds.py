"""Picture finds: the finds a row hangs its picture on, named in it or told by its file's name."""

from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.lib.picture_files import Picture, PictureFiles
from catalog.models import Find
from catalog.transfer.attached import nobody
from catalog.transfer.lists import Entry
from catalog.transfer.picture_names import find_numbers, waiting


class PictureFinds:
    """The finds of each picture of one list; `by_name` says that names of files count, too."""

    def __init__(self, files: PictureFiles, *, by_name: bool) -> None:
        self.by_name = by_name
        self._called_after = find_numbers(files.pictures()) if by_name else {}
        self._waited_for = waiting(files.pictures()) if by_name else {}

    def of(self, entry: Entry, picture: Picture | None) -> list[Find]:
        """Those there are; of a number that is nobody's the row is refused."""
        found = []
        for number in self._numbers(entry, picture):
            find = Find.objects.filter(number_key=text.number_key(number)).first()
            if find is None:
                entry.refuse("catalogue_numbers", nobody(number))
            else:
                found.append(find)
        return found

    def _numbers(self, entry: Entry, picture: Picture | None) -> tuple[str, ...]:
        """The finds the row names; else the one the file is called after."""
        told = ("numbers", "place_id", "expedition_id")
        is_told = any(entry.values.get(name) for name in told)
        if picture is None or not self.by_name or is_told:
            return entry.values.get("numbers", ())
        if picture.name in self._called_after:
            number, order = self._called_after[picture.name]
            entry.values.setdefault("order", order)
            return (number,)
        return self._waiting(entry, picture)

    def _waiting(self, entry: Entry, picture: Picture) -> tuple[str, ...]:
        """The find whose record waits for a file of this name."""
        numbers = self._waited_for.get(picture.name, [])
        if len(numbers) == 1:
            return tuple(numbers)
        if numbers:
            message = _("Several finds wait for a file of this name: {numbers}. Name one.")
            entry.refuse("filename", message.format(numbers=", ".join(numbers[:5])))
        elif not entry.line:
            message = _(
                "Its name holds the number of no find; call it like SHU15-0042_1.jpg, or name "
                "its find in photos.csv."
            )
            entry.refuse("filename", message)
        return ()
