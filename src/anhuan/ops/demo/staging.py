"""Plays one script through the kernel and keeps everything that the live program would write."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from anhuan.cases.projection import Posts, owed_by, public_of, text_columns
from anhuan.kernel.access import Role
from anhuan.kernel.calendar import day_of
from anhuan.kernel.case import Action, Case, Fact, Kind, Party, State
from anhuan.kernel.evolve import evolve
from anhuan.kernel.inputs import parse, split
from anhuan.kernel.lifecycle import DOORS, LIFECYCLE, Actor, decide
from anhuan.kernel.obligation import Due, Outcome
from anhuan.kernel.reconcile import Open, reconcile
from anhuan.kernel.refusal import Refusal
from anhuan.kernel.rules import Rules
from anhuan.ledger.entries import committed, with_files
from anhuan.ledger.types import Act
from anhuan.obligations.recorded import ended, made
from anhuan.ops.city.records import CaseScript, Site, Step
from anhuan.ops.demo.acting import Given, Play, door_of, given_of
from anhuan.ops.demo.ladders import first_rung, keep_up
from anhuan.ops.demo.world import Seat, World, stable_id

OFFICERS: Final = (Role.OFFICER, Role.APPROVER, Role.OFFICE)
CLOSERS: Final = (Role.APPROVER, Role.OFFICE, Role.LEADER)
LATE: Final = timedelta(days=8)
HOUR: Final = timedelta(hours=1)


@dataclass(slots=True)
class Played:
    """What one case came to: its value, its texts, the recorded acts and the obligations."""

    script: CaseScript
    site: Site
    case: Case
    texts: dict[str, Any] = field(default_factory=dict)
    facts: list[tuple[Fact, dict[str, Any], int, State]] = field(default_factory=list)
    dues: list[dict[str, Any]] = field(default_factory=list)
    source: str = ""

    def open_dues(self) -> list[dict[str, Any]]:
        return [due for due in self.dues if due["closed_at"] is None]


class Stage:
    """Plays scripts; what the kernel refuses is left out and counted by act and reason."""

    def __init__(self, world: World, rules: Rules, now: datetime) -> None:
        self.world = world
        self.rules = rules
        self.now = now
        self.refused: Counter[str] = Counter()
        self.actors: dict[tuple[str, date], tuple[list[Seat], Actor]] = {}

    def play(self, script: CaseScript) -> Played:
        """The case as it stands now. Unless the script wants it overdue, an open case whose turn
        ran out long ago is played again later: its last act happened in these days."""
        played = self._play(script)
        ball = next((due for due in played.open_dues() if due["ball"]), None)
        if ball is None or script.overdue or script.ball_due_on:
            return played
        late = (day_of(self.now) - (ball["due_on"] or day_of(self.now))).days
        days = (self.now - script.steps[-1].at).days - 1
        if late <= 0 or days <= 0 or script.steps[0].at.year != self.now.year:
            return played
        return self._play(_later(script, timedelta(days=days - days % 7)))

    def _play(self, script: CaseScript) -> Played:
        site = self.world.city.firms.site(int(script.site[1:]))
        script = _by_its_door(script)
        play = Play(self.world, script)
        played = Played(script, site, Case(id=stable_id("case", script.number)))
        posts = Posts(
            in_charge=lambda unit: self.world.post_of(unit, *OFFICERS),
            closing=lambda unit: self.world.post_of(unit, *CLOSERS),
            of_firm=lambda _: self.world.firm_post(site),
        )
        for step in (*script.steps, *_epilogue(script, self.now)):
            if step.at <= self.now:
                self._step(played, play, step, posts)
        for due in played.dues:
            due["next_at"] = first_rung(due, self.rules.knowledge)
        return played

    def _step(self, played: Played, play: Play, step: Step, posts: Posts) -> None:
        case = played.case
        if case.version == 0:
            self._door(played, play, step, posts)
            return
        action, given = given_of(play, step, case.state, case.unit)
        if action is Action.HAND_OVER and play.script.state == "transferred":
            given = {"outside_body": "区公安分局", "reason": given["reason"]}
        if action is Action.ACCEPT_HANDOVER and case.handover and case.handover.outside:
            given = {"receipt": f"收件回执 {play.script.position + 1} 号"}
        fact = self._decided(played, action, given, step)
        if fact is None:
            return
        if action is Action.FORWARD:
            to = self.world.post_of(given["to_unit"], *OFFICERS)
            fact = replace(fact, data=dict(fact.data) | {"officer_post": to})
        self._record(played, fact, parse(action, given), posts)
        if step.action == "forward" and action is Action.HAND_OVER:
            receipt = Step("accept_handover", step.at + HOUR, step.data["to"], {})
            self._step(played, play, receipt, posts)

    def _door(self, played: Played, play: Play, step: Step, posts: Posts) -> None:
        script, site = play.script, played.site
        lead = self.rules.kind(Kind(script.kind)).starts_as_lead
        action = Action.REPORT if lead else Action.REGISTER
        site_id = stable_id("site", site.key)
        given = door_of(play, step, site_id)
        if script.parent:
            given["parent"] = stable_id("case", script.parent)
        fact = self._decided(played, action, given, step)
        if fact is None:
            return
        unit, post = self._owner(play, site)
        found_by = stable_id("person", step.by)
        kept = {"unit": unit, "officer_post": post, "found_by": found_by, "area": None}
        played.source = given["source"]
        self._record(played, replace(fact, data=dict(fact.data) | kept), given, posts)

    def _owner(self, play: Play, site: Site) -> tuple[UUID, UUID | None]:
        """The unit of whoever first acts for the government, else the street's station."""
        for step in play.script.steps[1:]:
            for seat in self.world.person_seats(step.by, day_of(step.at)):
                if seat.unit and seat.role in self._owners(play.script):
                    return seat.unit, seat.post
        unit = self.world.stations[site.street]
        return unit, self.world.post_of(unit, *OFFICERS)

    def _owners(self, script: CaseScript) -> tuple[Role, ...]:
        """Hazards and pollution belong to those who go there; the rest may stay at an office."""
        return OFFICERS[:2] if script.kind in {"hazard", "pollution"} else OFFICERS

    def _decided(self, played: Played, action: Action, given: Given, step: Step) -> Fact | None:
        case = played.case
        last: Refusal | None = None
        shown = int(step.data.get("photos", action in DOORS))
        needed = self.rules.exhibits_needed(action, major=case.is_major)
        exhibits = [case.id] * max(shown, needed)
        for person in self._candidates(played, action, step):
            by = self._actor(person, case, day_of(step.at))
            try:
                return decide(
                    case,
                    action,
                    by=by,
                    at=step.at,
                    rules=self.rules,
                    evidence=exhibits,
                    given=given,
                )
            except Refusal as refusal:
                last = refusal
        self.refused[f"{action.value}:{last.why.value if last else 'nobody'}"] += 1
        return None

    def _candidates(self, played: Played, action: Action, step: Step) -> Iterator[str]:
        """Who the script names, then whoever else holds a post that may."""
        yield step.by
        case = played.case
        on = day_of(step.at)
        row = LIFECYCLE.get((case.state, action))
        if row is None or case.unit is None:
            return
        unit: UUID | None = case.unit
        roles = OFFICERS
        if row.party is Party.IMPLEMENTER and case.target_unit is None:
            yield from (each.person.key for each in played.site.people)
            return
        if row.party is Party.IMPLEMENTER:
            unit = case.target_unit
        elif row.party is Party.CLOSER:
            unit, roles = case.close_unit or case.unit, CLOSERS
        elif row.party is Party.RECEIVER and case.handover and case.handover.to_unit:
            unit = case.handover.to_unit
        if unit:
            for _, person in self.world.staff(unit, on, *roles, Role.LEADER):
                yield person

    def _actor(self, person: str, case: Case, on: date) -> Actor:
        found = self.actors.get((person, on))
        if found is None:
            if len(self.actors) > 50_000:
                self.actors.clear()
            seats = self.world.person_seats(person, on)
            found = (
                seats,
                Actor(
                    person=stable_id("person", person),
                    roles=frozenset(seat.role for seat in seats),
                    units=frozenset(seat.unit for seat in seats if seat.unit),
                    sites=frozenset(seat.site for seat in seats if seat.site),
                ),
            )
            self.actors[person, on] = found
        seats, actor = found
        units = (case.unit, case.target_unit, case.close_unit)
        seat = next((seat for seat in seats if seat.unit in units), seats[0] if seats else None)
        return replace(actor, post=seat.post, unit=seat.unit) if seat else actor

    def _record(self, played: Played, fact: Fact, values: Given, posts: Posts) -> None:
        played.case = evolve(played.case, fact)
        played.texts |= text_columns(fact.action, values)
        body = split(fact.action, values)[1]
        played.facts.append((fact, body, played.case.version, played.case.state))
        owed = owed_by(played.case, at=fact.at, rules=self.rules, posts=posts)
        _settle(played, owed, fact)


def _settle(played: Played, owed: tuple[Due, ...], fact: Fact) -> None:
    standing = {due["id"]: due for due in played.open_dues()}
    opened = [
        Open(
            id=due["id"],
            act=due["act"],
            term=due["term"],
            ball=due["ball"],
            due_on=due["due_on"],
            unit=due["unit"],
            post=due["post"],
            site=due["site"],
        )
        for due in standing.values()
    ]
    moves = reconcile(opened, owed, fact.action)
    for key, outcome in moves.close:
        standing[key] |= {"closed_at": fact.at, "outcome": outcome.value}
    for key, ball in moves.flip:
        standing[key]["ball"] = ball
    case = played.case
    about = {"kind": case.kind.value, "grade": case.grade.value if case.grade else ""}
    for kept in standing.values():
        if kept["closed_at"] is None:
            keep_up(kept, about, case.officer_post, fact.at)
    for due in moves.open:
        watched = due.site is not None or due.post is None
        played.dues.append(
            {
                "id": stable_id("due", played.script.number, len(played.dues), at=fact.at),
                "act": due.act,
                "party": due.party.value,
                "post": due.post,
                "unit": due.unit,
                "site": due.site,
                "ball": due.ball,
                "due_on": due.due_on,
                "estimated": due.estimated,
                "term": due.term,
                "opened_at": fact.at,
                "closed_at": None,
                "outcome": "",
                **about,
                "overseer": case.officer_post if watched else None,
                "former": [],
            }
        )


def _by_its_door(script: CaseScript) -> CaseScript:
    """What comes in as a lead is a report; what is registered at once is not."""
    lead = script.steps[0].action == "report"
    if lead == (script.kind == "report"):
        return script
    plain = "pollution" if script.domain == "environment" else "hazard"
    return script._replace(kind="report" if lead else plain)


def _later(script: CaseScript, by: timedelta) -> CaseScript:
    """The same script with every instant and day moved."""
    steps = tuple(
        step._replace(
            at=step.at + by,
            data={
                name: value + by if isinstance(value, date) else value
                for name, value in step.data.items()
            },
        )
        for step in script.steps
    )
    return script._replace(steps=steps)


def _epilogue(script: CaseScript, now: datetime) -> Iterator[Step]:
    """What was put right on the spot is closed by a second person within days."""
    last = script.steps[-1]
    if last.action == "fix_on_spot" and now - last.at > LATE:
        yield Step("close", last.at + timedelta(days=2), last.by, {"basis": "前后照片对照，属实"})


Pair = tuple[tuple[Any, ...], tuple[Any, ...]]
"""A row of ``ledger.Fact`` and one of ``ledger.Body``."""


def fact_rows(played: Played, uses: Iterable[tuple[int, Mapping[str, Any]]]) -> Iterator[Pair]:
    """The acts in their order, each with the files that it brought."""
    files: dict[int, dict[UUID, str]] = {}
    for version, use in uses:
        files.setdefault(version, {})[use["id"]] = use["file"]
    for fact, body, version, state in played.facts:
        key = stable_id("fact", played.script.number, version, at=fact.at)
        act = Act(
            kind=f"case.{fact.action.value}",
            subject=played.case.id,
            version=version,
            public=public_of(fact, state),
            body=body,
        )
        yield _pair(key, act, by=fact.by, at=fact.at, files=files.get(version, {}))


def due_facts(rows: Iterable[dict[str, Any]]) -> Iterator[Pair]:
    """What the record says of played obligations: made, and ended where they were."""
    for row in rows:
        acts = [made(row)]
        if row["closed_at"]:
            acts.append(ended(row["id"], Outcome(row["outcome"]), row["closed_at"]))
        for act in acts:
            assert act.at is not None
            key = stable_id("fact", act.subject, act.version, at=act.at)
            yield _pair(key, act, by=None, at=act.at, files={})


def _pair(
    key: UUID, act: Act, *, by: UUID | None, at: datetime, files: Mapping[UUID, str]
) -> Pair:
    salt = hashlib.blake2b(key.bytes, digest_size=32, person=b"anhuan demo").digest()
    body = with_files(act.body, salt, files)
    content = committed(public=act.public, body=body, by=by, at=at, recorded_at=at)
    commitment = hashlib.sha256(salt + content).digest()
    about = (act.kind, act.subject, act.version, act.public)
    return (key, *about, commitment, by, at, at), (key, salt, body)
