"""Pools for invented people and firms, and the tables of this folder."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from anhuan.ops.city.dice import Dice

_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱"
)
_FIRST: Final = "恒永宏东瑞锦丰顺聚鑫金华盛泰安康联佳远通天德正兴隆广源新中同裕荣利嘉祥茂润达信诚"
_SECOND: Final = "泰盛达岭丰川源顺鑫隆昌和兴茂业旺通驰亚信诚荣祥瑞发升腾翔裕润邦辉利安成宇博创凯"
ROLE_POSTS: Final = ("总经理", "厂长", "负责人", "董事长")


@dataclass(frozen=True, slots=True)
class Industry:
    """One class of GB/T 4754-2017 (four digits) as far as the city needs it."""

    code: str
    name: str
    stem: str
    kind: str
    weight: int
    risk: tuple[int, int, int, int]
    department: str
    tags: tuple[str, ...]


def table(name: str) -> list[list[str]]:
    """The rows of a text table beside this file; `#` starts a comment line, `|` parts columns."""
    text = files("anhuan.ops.city").joinpath(name).read_text(encoding="utf-8")
    return [row.split("|") for row in text.splitlines() if row and not row.startswith("#")]


@cache
def _pool(name: str) -> tuple[str, ...]:
    return next(tuple(row[1].split()) for row in table("words.txt") if row[0] == name)


@cache
def industries() -> tuple[Industry, ...]:
    return tuple(_industry(row) for row in table("industries.txt"))


def _industry(row: list[str]) -> Industry:
    code, name, stem, kind, weight, risk, department, tags = row
    major, considerable, general, low = (int(n) for n in risk.split(","))
    odds = (major, considerable, general, low)
    return Industry(code, name, stem, kind, int(weight), odds, department, tuple(tags.split(",")))


def person_name(dice: Dice) -> str:
    """An invented name that none of the people of the pictures has."""
    name = dice.pick(_SURNAMES) + dice.pick(_pool("given"))
    while name in _taken_names():
        name = dice.pick(_SURNAMES) + dice.pick(_pool("given"))
    return name


@cache
def _taken_names() -> frozenset[str]:
    firm_people = (entry for row in table("sites.txt") for entry in row[9].split(","))
    return frozenset(
        [row[1] for row in table("people.txt")] + [entry.split(":")[1] for entry in firm_people]
    )


def firm_word(number: int) -> str:
    """A different word for every number below 50,000 or so: two characters, then three."""
    words = _firm_words()
    word = words[number * 769 % len(words)]
    return word if number < len(words) else word + _FIRST[number // len(words) % len(_FIRST)]


@cache
def _firm_words() -> tuple[str, ...]:
    """Two-character names of firms, none of them used by a known site."""
    known = {row[1][:2] for row in table("sites.txt")}
    pairs = (a + b for a in _FIRST for b in _SECOND if a != b)
    return tuple(dict.fromkeys(pair for pair in pairs if pair not in known))


def lane(dice: Dice) -> str:
    street = dice.pick(_pool("lanes"))
    return f"{street} {dice.between(1, 288)} 号"


def phone(serial: int) -> str:
    """Eleven digits of the range kept for the invented city; they repeat after 10,000."""
    return f"1990000{serial % 10_000:04d}"
