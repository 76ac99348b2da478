"""What the log looks like: lines for people, or one JSON object a line for machines."""

import logging
from typing import Any

import structlog


def logging_of(kind: str) -> dict[str, Any]:
    """The ``LOGGING`` of ``plain`` or ``json``; instants are UTC."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    plain = kind == "plain"
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer(colors=False)]
        if plain
        else [
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "all": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    *last,
                ],
            }
        },
        "handlers": {"all": {"class": "logging.StreamHandler", "formatter": "all"}},
        "root": {"handlers": ["all"], "level": logging.INFO},
        "loggers": {
            "django": {"handlers": [], "level": logging.INFO, "propagate": True},
            # What somebody typed or followed wrongly is no trouble of the server's.
            "django.security.DisallowedHost": {"level": logging.CRITICAL},
        },
    }
