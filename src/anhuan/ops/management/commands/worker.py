import argparse

from anhuan.ops.command import Command as Base


class Command(Base):
    chinese = "后台进程：发送通知，做到期的事"
    english = "the worker: sends notices, does what is due"
    lasting = True

    def run(self, options: argparse.Namespace) -> int:
        from anhuan.ops.working import work

        return work()
