import argparse
import sys

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "列出为谁作见证、请谁见证，和本节点的见证公钥"
    english = "list whose logs are watched, who is asked, and this node's key as a witness"

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.witnessing import tell

        return tell(sys.stdout)
