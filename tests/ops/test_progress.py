"""Progress at a terminal and in a log."""

import io

from anhuan.ops.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_log_gets_the_first_and_the_last_line_only() -> None:
    out = io.StringIO()
    progress = Progress(out)

    for done in range(0, 1_001):
        progress("cases", done, 1_000)

    assert out.getvalue().splitlines() == ["cases 0 / 1,000 (0 %)", "cases 1,000 / 1,000 (100 %)"]


def test_terminal_line_is_rewritten_and_ended_once() -> None:
    out = Terminal()
    progress = Progress(out)

    progress("cases", 0, 2)
    progress("cases", 2, 2)
    progress("facts", 5)
    progress.close()
    progress.close()

    assert out.getvalue() == (
        "\r\x1b[Kcases 0 / 2 (0 %)\r\x1b[Kcases 2 / 2 (100 %)\n\r\x1b[Kfacts 5\n"
    )


def test_next_kind_of_work_begins_a_line_of_its_own() -> None:
    out = Terminal()
    progress = Progress(out)

    progress("cases", 1)
    progress("facts", 1)

    assert out.getvalue() == "\r\x1b[Kcases 1\n\r\x1b[Kfacts 1"
