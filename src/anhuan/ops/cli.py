"""``anhuan``: the command line. Each file in ``management/commands`` is one command; an
underscore in its name is a space: ``import_ledger`` is ``anhuan import ledger``."""

import argparse
import difflib
import logging
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.db import Error as DatabaseError
from django.db import OperationalError, ProgrammingError
from django.utils.module_loading import import_string

from anhuan import __version__
from anhuan.kernel.refusal import Refusal
from anhuan.ops import command
from anhuan.ops.command import Parser, Stop
from anhuan.ops.management import commands

HELP = ("-h", "--help", "help")
INTERRUPTED = 130


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; its exit code: 0 done, 1 found something wrong, 2 could not be run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _run(list(sys.argv[1:] if words is None else words))
    except CommandError as error:
        print(error, file=sys.stderr)
        return error.returncode
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 1


def names() -> list[str]:
    """Every command as it is typed."""
    return sorted(each.name.replace("_", " ") for each in pkgutil.iter_modules(commands.__path__))


def load(name: str) -> command.Command:
    module = import_module(f"{commands.__name__}.{name.replace(' ', '_')}")
    made: command.Command = module.Command()
    return made


def overview(known: Sequence[str]) -> str:
    """The commands, two lines each."""
    width = max(map(len, known), default=0)
    lines = [f"安环 Anhuan {__version__}", "", "anhuan COMMAND [--help]", ""]
    for name in known:
        each = load(name)
        lines.append(f"  {name:{width}}  {each.chinese}")
        lines.append(f"  {'':{width}}  {each.english}")
    return "\n".join(lines)


def _run(words: list[str]) -> int:
    if not words or words[0] in HELP:
        print(overview(names()))
        return 0
    if words[0] == "--version":
        print(__version__)
        return 0
    name = _named(words)
    chosen = load(name)
    parser = Parser(
        prog=f"anhuan {name}",
        description=f"{chosen.chinese}\n{chosen.english}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    chosen.add_arguments(parser)
    options = parser.parse_args(words[len(name.split()) :])
    try:
        if chosen.starts(options):
            import_string("anhuan.config.start.start")()
            if not chosen.lasting:
                logging.getLogger().setLevel(logging.WARNING)
        return chosen.run(options)
    except ImproperlyConfigured as error:
        raise Stop(f"设置有误：{error}", f"Wrong settings: {error}") from error
    except Refusal as refusal:
        raise refused(refusal) from refusal
    except (OperationalError, ProgrammingError) as error:
        raise unreachable(error) from error


def _named(words: Sequence[str]) -> str:
    """The command that the first words name. Raises ``Stop`` with what comes close."""
    known = names()
    for count in (2, 1):
        name = " ".join(words[:count])
        if len(words) >= count and name in known:
            return name
    group = [name for name in known if name.startswith(f"{words[0]} ")]
    close = group or difflib.get_close_matches(" ".join(words[:2]), known, n=1)
    hint = "、".join(close)
    said = " ".join(words[: 2 if group else 1])
    raise Stop(
        f"没有命令“{said}”" + (f"；是不是：{hint}？" if close else "。anhuan 列出全部命令"),
        f"There is no command {said!r}"
        + (f"; did you mean: {', '.join(close)}?" if close else ". anhuan lists them all"),
    )


def refused(refusal: Refusal) -> Stop:
    """A refusal in both languages."""
    from django.utils import translation

    from anhuan.cases.words.refusals import sentence

    with translation.override("zh-hans"):
        chinese = sentence(refusal)
    with translation.override("en"):
        english = sentence(refusal)
    return Stop(chinese, english)


def unreachable(error: DatabaseError) -> Stop:
    """What a database says when it is not there, or not set up."""
    text = " ".join(str(error).split())
    if "no such table" in text or ("does not exist" in text and "relation" in text):
        return Stop(
            "数据库里还没有数据表：先运行 anhuan init",
            "The database has no tables yet: run anhuan init first",
        )
    return Stop(f"数据库无法使用：{text}", f"The database cannot be used: {text}")


if __name__ == "__main__":
    sys.exit(main())
