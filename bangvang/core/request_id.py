"""The id of the request being answered, put on every log line. Imported by the logging settings, before any model."""

import logging
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Puts the id of the request on every log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True
