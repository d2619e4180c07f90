"""make_renditions: the sizes of the photographs that pages show, made before anybody asks."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog import renditions
from catalog.models import Photo


class Command(BaseCommand):
    help = (
        "Makes every size of every photograph that is not there yet, on all processors. It may be "
        "stopped and started again at any time: what is there stays."
    )

    def handle(self, **options: Any) -> str:
        """Make what is missing; ends in failure where a picture could not be made."""
        photos = Photo.objects.exclude(file="").order_by("pk")
        made, refused = 0, []
        with tqdm(total=photos.count(), unit=" photos", disable=None, file=self.stderr) as bar:

            def told(photo: Photo, sizes: int | None) -> None:
                nonlocal made
                made += sizes or 0
                if sizes is None:
                    refused.append(photo)
                bar.update()

            renditions.make_many(photos.iterator(), done=told)
        for photo in refused:
            words = _("{photo}: no size can be made, so it is not shown.")
            self.stderr.write(words.format(photo=photo))
        done = _("{made} files made for {photos} photographs, {refused} refused.").format(
            made=made, photos=bar.total, refused=len(refused)
        )
        if refused:
            raise CommandError(done)
        return done
