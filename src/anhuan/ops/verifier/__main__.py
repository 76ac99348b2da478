import argparse
import sys

from anhuan.ops.progress import Progress
from anhuan.ops.verifier.places import Unreadable
from anhuan.ops.verifier.telling import add_arguments, verify


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m anhuan.ops.verifier")
    add_arguments(parser)
    options, progress = parser.parse_args(), Progress()
    try:
        return verify(options, sys.stdout, progress)
    except Unreadable as error:
        print(f"{error.chinese}\n{error.english}", file=sys.stderr)
        return 2
    finally:
        progress.close()


if __name__ == "__main__":
    sys.exit(main())
