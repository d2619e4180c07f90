"""What is loaded when: pages with their addresses, and nothing of them for a command on a list."""

import os
import subprocess
import sys

import pytest


def printed(program: str) -> list[str]:
    """What a fresh process prints."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.slow
def test_a_command_on_a_list_loads_no_page_and_no_library_of_workbooks() -> None:
    program = """
import sys, django
django.setup()
from django.core.management import load_command_class
for name in ("export_finds", "import_finds"):
    load_command_class("catalog", name)
heavy = {"catalog.admin", "import_export.admin", "project.urls", "openpyxl", "lxml.etree"}
print(*heavy.intersection(sys.modules))
"""

    assert printed(program) == []


@pytest.mark.slow
def test_the_admin_is_checked_and_a_server_has_its_pages_from_the_start() -> None:
    checked = """
import django
django.setup()
from django.contrib import admin
from django.core import checks
checks.run_checks(tags=[checks.Tags.admin])
print(len(admin.site._registry) > 10)
"""
    served = """
import sys
import project.wsgi
print("catalog.admin" in sys.modules and "catalog.views.finds" in sys.modules)
"""

    assert printed(checked) == printed(served) == ["True"]
