"""The rules this program ships, brought to a node that was set up by an older one."""

from anhuan.base.clock import now
from anhuan.rulebook.services import load_shipped


def load_and_tell(*, dry_run: bool) -> int:
    """Bring them and print what came of it; 0 always: a rule kept by the node is no fault."""
    found = load_shipped(at=now(), dry_run=dry_run)
    for name in found.added:
        print(f"+ {name}")
    for name in found.changed:
        print(f"~ {name}")
    for name in found.kept:
        print(f"= {name}")
    added, changed, kept = len(found.added), len(found.changed), len(found.kept)
    saved = "没有保存" if dry_run else "已保存"
    print(f"规则：新增 {added} 条，新版本 {changed} 条，本节点改过而保留 {kept} 条；{saved}")
    print(
        f"Rules: {added} added, {changed} with a new version, {kept} kept as this node entered "
        f"them; {'nothing saved' if dry_run else 'saved'}"
    )
    return 0
