"""work_imports: the lists that wait to be imported, one after another."""

import time
from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from tqdm import tqdm

from catalog.lib.beacons import Signal
from catalog.management.caches import for_a_long_list
from catalog.models import ImportRun
from catalog.transfer import jobs, saved


class Command(BaseCommand):
    help = "Import the lists that wait, and go on with those whose import was interrupted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits")
        parser.add_argument(
            "--pause", type=float, default=2.0, help="seconds between two looks at the queue"
        )

    def handle(self, **options: Any) -> str:
        worked = 0
        while True:
            run = self._next()
            if run is not None and self._work(run):
                worked += 1
            elif options["once"] and run is None:
                return ngettext("{n} list worked.", "{n} lists worked.", worked).format(n=worked)
            else:
                close_old_connections()
                time.sleep(options["pause"])

    def _next(self) -> ImportRun | None:
        """What is next; nothing while another writer holds the database for long."""
        try:
            return jobs.next_run()
        except OperationalError as error:
            self.stderr.write(str(error))
            return None

    def _work(self, run: ImportRun) -> bool:
        bar = tqdm(unit=" rows", disable=None, file=self.stderr, desc=run.file_name[:40])
        with bar, for_a_long_list():
            if not jobs.work(run, now=timezone.now(), tell=partial(_show, bar)):
                return False
        told = saved.report_of(run.report).summary() if run.report else run.error
        self.stdout.write(
            _("{list}: {told}").format(list=run, told=told or run.get_status_display())
        )
        return True


def _show(bar: Any, signal: Signal) -> None:
    """Move the bar of the terminal to where the list is."""
    bar.total = signal.total
    bar.update(signal.done - bar.n)
