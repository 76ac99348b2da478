"""The files of the repository, for the tests about the repository."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "anhuan"
LEFT_OUT = {"node_modules", "built", "__pycache__", "build", "dist", "data", "_work"}
BINARY = {".png", ".jpg", ".woff2", ".mo", ".xlsx", ".xls", ".gz", ".ico", ".otf", ".docx", ".pdf"}


def _ours(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
    return not hidden and not LEFT_OUT & set(parts) and not path.name.endswith(".egg-info")


def files(folder: Path = ROOT) -> Iterator[Path]:
    """Every file that is, or would be, committed."""
    for path in sorted(folder.rglob("*")):
        if _ours(path) and path.is_file():
            yield path


def texts(folder: Path = ROOT) -> Iterator[Path]:
    return (path for path in files(folder) if path.suffix not in BINARY)


def sources(folder: Path = SRC) -> Iterator[Path]:
    """Python source without migrations, which Django writes."""
    return (
        path for path in files(folder) if path.suffix == ".py" and "migrations" not in path.parts
    )


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def floors() -> list[set[str]]:
    """The packages of ``.importlinter`` from the top floor to the bottom."""
    text = (ROOT / ".importlinter").read_text(encoding="utf-8")
    section = text.split("[importlinter:contract:floors]")[1].split("[importlinter")[0]
    lines = section.split("layers =")[1].split("\n")
    return [{part.strip() for part in line.split("|")} for line in lines if line.strip()]
