"""The settings under test: the demo's, because the test client speaks plain http."""

import os

os.environ["FINDSPOT_DEMO"] = "1"

from project.settings import *  # noqa: F403 - the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Otherwise every test client would scan all static files.
WHITENOISE_AUTOREFRESH = True
# The test runner would look for a file of each process.
if DATABASES["default"]["ENGINE"] == "catalog.lib.sqlite":  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405
