"""The bare site of bench.bare under the same server and on the same database as the office."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from environ import Env

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={"default": Env.db_url_config(os.environ["BANGVANG_DATABASE_URL"])},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["bangvang.core", "bangvang.directory"],
    AUTH_USER_MODEL="directory.User",
    MIDDLEWARE=[],
    ROOT_URLCONF="bench.bare",
    SECRET_KEY="chi-de-do",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent / "templates"],
        }
    ],
    USE_TZ=True,
)
application = get_wsgi_application()
