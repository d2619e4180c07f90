#!/usr/bin/env python
"""Run Findspot's commands: `python manage.py demo` shows the sample expedition."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Hand the command line to Django; `demo` is always the laptop, never a deployment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    if sys.argv[1:2] == ["demo"]:
        os.environ.setdefault("FINDSPOT_DEMO", "1")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
