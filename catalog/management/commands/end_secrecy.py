"""end_secrecy: places that were hidden until a day are published as usual once it is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Find
from catalog.models.rederive import rederive


class Command(BaseCommand):
    help = (
        "Publishes the places of finds whose time of secrecy is over, as finely as their place or "
        "category has it. Run it every night; it may be run at any time."
    )

    def handle(self, **options: Any) -> str:
        """Derive their places anew, and tell which changed."""
        over = Find.objects.filter(secret_until__lt=timezone.localdate()).order_by("pk")
        before = dict(over.values_list("catalogue_number", "location_precision"))
        rederive(over)
        changed = [
            find
            for find in over.only("catalogue_number", "location_precision")
            if before.get(find.catalogue_number) != find.location_precision
        ]
        for find in changed:
            words = _("{number}: {precision}")
            self.stdout.write(
                words.format(
                    number=find.catalogue_number, precision=find.get_location_precision_display()
                )
            )
        return _("{count} places published anew.").format(count=len(changed))
