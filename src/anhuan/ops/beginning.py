"""``anhuan init``: a new node, once; a second time it only brings the tables up to date."""

import argparse
import getpass
import sys
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from anhuan.base.clock import now
from anhuan.base.sign import make_key
from anhuan.ops.command import Stop
from anhuan.ops.migrating import migrate
from anhuan.ops.queries import node_name
from anhuan.ops.rule_loading import load_and_tell
from anhuan.ops.services.nodes import name_node, set_up
from anhuan.ops.tables import our_models
from anhuan.ops.types import FirstPeople
from anhuan.territory.divisions import full_code, level_of


def begin(options: argparse.Namespace) -> int:
    """Make the tables, and the node unless it is there. Raises ``Stop``."""
    # Making the tables takes a while: what is missing is said before.
    first = None if connection.introspection.table_names() else _first(options)
    migrate()
    if node_name() is not None:
        name_node(name=settings.NODE_NAME, at=now())
        print(f"节点 {settings.NODE_NAME} 已经建好，数据表已更新")
        print(f"The node {settings.NODE_NAME} is there already; its tables are up to date")
        return load_and_tell(dry_run=False)
    check_empty()
    set_up(first or _first(options), node=settings.NODE_NAME, at=now())
    make_key(settings.DATA_DIR)
    print(f"节点 {settings.NODE_NAME} 已建好。用 anhuan serve 启动，以 {options.admin} 登录")
    print(
        f"The node {settings.NODE_NAME} is made. Start it with anhuan serve, sign in as "
        f"{options.admin}"
    )
    return 0


def check_empty() -> None:
    """Raises ``Stop`` when a table of ours has a row."""
    for model in our_models():
        if model._default_manager.exists():
            raise Stop(
                f"数据库不是空的（{model._meta.label}）：只能在空数据库里建立或恢复",
                f"The database is not empty ({model._meta.label}): "
                "a node is made or restored in an empty one only",
            )


def _first(options: argparse.Namespace) -> FirstPeople:
    absent = [
        f"--{name.replace('_', '-')}"
        for name in ("area", "code", "admin_name")
        if not getattr(options, name)
    ]
    if absent:
        raise Stop(
            f"第一次建立节点还需要：{'、'.join(absent)}",
            f"A new node also needs: {', '.join(absent)}",
        )
    code = whole_code(options.code)
    return FirstPeople(
        area=options.area,
        code=code,
        level=level_of(code),
        person=options.admin_name,
        username=options.admin,
        password=_password(options),
    )


def whole_code(text: str) -> str:
    """A division code as areas carry it, of 12 digits (GB/T 10114). Raises ``Stop``."""
    code = full_code(text) if len(text) in {6, 12} else ""
    if not code:
        raise Stop(
            f"行政区划代码应是 6 位或 12 位数字，不是 {text}",
            f"A division code has 6 or 12 digits; this is {text}",
        )
    return code


def _password(options: argparse.Namespace) -> str:
    if options.password_file:
        given = _read(options.password_file)
    elif sys.stdin.isatty():
        given = getpass.getpass(f"{options.admin} 的密码 / password: ")
        if given != getpass.getpass("再输一次 / once more: "):
            raise Stop("两次输入的密码不同", "The two passwords differ")
    else:
        raise Stop(
            "没有终端可以询问密码：用 --password-file",
            "There is no terminal to ask for a password: use --password-file",
        )
    account = apps.get_model("people", "Account")(username=options.admin)
    try:
        validate_password(given, user=account)
    except ValidationError as error:
        raise Stop(
            f"密码不行：{_said(error, 'zh-hans')}",
            f"This password will not do: {_said(error, 'en')}",
        ) from error
    return given


def _said(error: ValidationError, language: str) -> str:
    with translation.override(language):
        return " ".join(error.messages)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"读不了 {path}：{error}", f"{path} cannot be read: {error}") from error
