"""The worker's second task: acts get their place in the log within a second."""

import logging
import threading
from typing import Final

from django.conf import settings
from django.db import Error, close_old_connections, connection

from anhuan.base.clock import now
from anhuan.base.sign import NoKey
from anhuan.kernel.calendar import day_of
from anhuan.ledger import keys
from anhuan.ledger.sequencer import Held, Older, Sequencer
from anhuan.ledger.witnesses import cosign, largest

log = logging.getLogger(__name__)

PAUSE: Final = 1.0
WAIT: Final = 30.0


def sequencer() -> Sequencer:
    """The writer of this node's log, with its keys."""
    return Sequencer(signers=keys.signing, base=settings.LOG_BASE, cosign=cosign, largest=largest)


def write_log(stop: threading.Event) -> None:
    """Write the log until ``stop``; where another process writes it, wait for it to end."""
    while not stop.is_set():
        try:
            close_old_connections()
            keys.made_at_first()
            with sequencer() as writer:
                _until(stop, writer)
        except Held:
            stop.wait(WAIT)
        except (Older, NoKey) as error:
            log.error("the log is not signed: %s", error)
            stop.wait(WAIT)
        except (Error, OSError):
            log.exception("the log cannot be written; trying again")
            stop.wait(PAUSE)
    connection.close()


def _until(stop: threading.Event, writer: Sequencer) -> None:
    while not stop.is_set():
        at = now()
        if not writer.step(at, day_of(at).year):
            stop.wait(PAUSE)
