"""The address that a supervisor asks: are the database and the folder of files within reach?"""

import logging
import os
import tempfile

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _files_can_be_written() -> bool:
    settings.FILES_DIR.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".song-", dir=settings.FILES_DIR)
    os.close(handle)
    os.unlink(name)
    return True


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when all is well, else 503; says which part fails and nothing more, for anybody may ask."""
    parts = {}
    for name, check in (("database", _database_answers), ("files", _files_can_be_written)):
        try:
            parts[name] = check()
        except Exception:  # whatever is wrong with a part, the answer is that it fails
            log.exception("health: %s does not answer", name)
            parts[name] = False
    return JsonResponse({"healthy": all(parts.values()), **parts}, status=200 if all(parts.values()) else 503)
