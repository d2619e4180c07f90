"""The door for a WSGI server: `project.wsgi:application`."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")

application = get_wsgi_application()
# Every page is loaded before the first is asked for.
import_module(settings.ROOT_URLCONF)
