"""The settings under test: the demo's, because the test client speaks plain http."""

import os

os.environ["FINDSPOT_DEMO"] = "1"

from project.settings import *  # noqa: F403 - the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Otherwise every test client would scan all static files.
WHITENOISE_AUTOREFRESH = True
