"""Who answers for one object: every line, level and side that is asked for, found or not."""

from typing import TYPE_CHECKING, NamedTuple

from anhuan.kernel.certify import Examination, Found
from anhuan.kernel.chain import Break, Line, Side
from anhuan.kernel.gaps import CELL, Column, Requirement, SiteAt, Snapshot

if TYPE_CHECKING:
    from uuid import UUID


class Answered(NamedTuple):
    """The answer in one column: ``object`` is the site or area that is answered for, ``post`` who
    is charged with it, ``named`` whether by an act and not by the table of departments."""

    column: Column
    object: "UUID | None"
    post: "UUID | None"
    named: bool
    found: Found | None


def answering(snapshot: Snapshot) -> list[Answered]:
    """The answers for the one site of the snapshot, or for its areas where it has no site."""
    looked = Examination(snapshot)
    site = snapshot.sites[0] if snapshot.sites else None
    home = next(iter(looked.homes()))[0] if site else None
    answers: list[Answered] = []
    for asked in snapshot.requirements:
        if asked.of == "area":
            answers += _of_areas(looked, asked)
        elif site is not None:
            answers += _of_site(looked, asked, site, home)
    if site is not None:
        answers += _of_person(looked, site)
    return answers


def _of_areas(looked: Examination, asked: Requirement) -> list[Answered]:
    """One answer for each area of the level; none there is no answer either."""
    given = looked.given
    areas = [given.areas[key] for key in given.examined if given.areas[key].level == asked.level]
    found = []
    for subject in asked.subjects:
        column = Column(asked.line, asked.level, asked.side, subject)
        for area in areas:
            posts = looked.pick(looked.charges(area.id), column)
            found.append(_answered(looked, column, area.id, posts))
        if not areas and asked.level == CELL and given.sites:
            lacking = Found(Break.UNCOVERED_SITE)
            found.append(Answered(column, given.sites[0].id, None, False, lacking))
    return found


def _of_site(
    looked: Examination, asked: Requirement, site: SiteAt, home: "UUID | None"
) -> list[Answered]:
    found = []
    charges = looked.charges(site.id)
    industry = asked.line is Line.INDUSTRY
    for subject in asked.subjects:
        column = Column(asked.line, asked.level, asked.side, subject)
        posts = looked.pick(charges, column, any_level=industry)
        if industry and not posts:
            lacking = looked.department(looked.authority(home), site.industry, subject)
            post = lacking.post if lacking else looked.leader(home, site.industry, subject)
            found.append(Answered(column, site.id, post, False, lacking))
        else:
            found.append(_answered(looked, column, site.id, posts))
    return found


def _of_person(looked: Examination, site: SiteAt) -> list[Answered]:
    """Who is named for the site itself on the line of its territory."""
    subjects = sorted({s for one in looked.given.requirements for s in one.subjects})
    found = []
    for subject in subjects:
        column = Column(Line.TERRITORY, "", Side.GOVERNMENT, subject)
        posts = looked.pick(looked.charges(site.id), column, any_level=True)
        if posts:
            found.append(_answered(looked, column, site.id, posts))
    return found


def _answered(looked: Examination, column: Column, thing: "UUID", posts: "list[UUID]") -> Answered:
    found = looked.judge(posts)
    return Answered(column, thing, posts[0] if posts else None, bool(posts), found)
