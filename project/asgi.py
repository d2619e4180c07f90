"""The door for a ASGI server: `project.asgi:application`."""

import os
from importlib import import_module

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

application = get_asgi_application()
# Every page is loaded before the first is asked for.
import_module(settings.ROOT_URLCONF)
