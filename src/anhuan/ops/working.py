"""``anhuan worker``: does the jobs and writes the log until it is told to stop, finishing what is
in hand."""

import signal
import threading
from types import FrameType

from anhuan.base.jobs import job_modules, run_worker
from anhuan.ops.log_writing import write_log


def work() -> int:
    """Run jobs until SIGTERM or SIGINT; a second signal does not wait for the job in hand."""
    stop = threading.Event()

    def told(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise SystemExit(128 + number)
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    writer = threading.Thread(target=write_log, args=[stop], daemon=True)
    writer.start()
    run_worker(job_modules(), stop)
    writer.join()
    return 0
