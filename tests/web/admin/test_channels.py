"""Channels: health, what was given up, groups of units; only within the keeper's reach."""

from typing import Any

import pytest
from django.test import Client

from anhuan.notices.models import Address, Delivery
from anhuan.notices.types import Channel, Sort
from tests.factories import AT

from .conftest import Town, errors

PAGE = "/admin/channels/"


def join(keeper: Client, unit: Any, **changes: str) -> Any:
    given = {"unit": str(unit.pk), "channel": "dingtalk", "target": "0f1e2d3c", "secret": ""}
    return keeper.post(f"{PAGE}join/", given | changes)


def failed(town: Town, n: int) -> None:
    for each in range(n):
        Delivery.objects.create(
            key=str(each),
            channel=Channel.SMS,
            sort=Sort.URGENT,
            person=town.officer.id,
            masked="138****1234",
            opened_at=AT,
            due_at=AT,
            failed_at=AT,
            error="busy",
        )


@pytest.mark.parametrize("number", [1, 3])
def test_channels_page(
    keeper: Client, town: Town, number: int, django_assert_num_queries: Any
) -> None:
    failed(town, number)
    join(keeper, town.station)
    keeper.get(PAGE)
    with django_assert_num_queries(QUERIES):
        response = keeper.get(PAGE)

    health = {one.line.channel: one.line.failed for one in response.context["health"]}
    assert (health[Channel.SMS], len(response.context["failed"])) == (number, number)
    assert [(one.unit, one.line.masked) for one in response.context["groups"]] == [
        ("云溪安监站", "…2d3c")
    ]
    assert "0f1e2d3c" not in response.content.decode()


QUERIES = 13


def test_channels_group_tested_and_left(keeper: Client, town: Town) -> None:
    joined = join(keeper, town.station)
    row = Address.objects.get()
    keeper.post(f"{PAGE}{row.pk}/test/")
    sorts = list(Delivery.objects.values_list("sort", flat=True))
    keeper.post(f"{PAGE}{row.pk}/leave/")

    assert (joined.status_code, sorts, Address.objects.count()) == (302, ["test"], 0)


@pytest.mark.parametrize(
    "target", ["https://127.0.0.1/robot/send?access_token=1", "http://169.254.169.254/", "a b"]
)
def test_channels_group_of_another_host(keeper: Client, town: Town, target: str) -> None:
    response = join(keeper, town.station, target=target)

    assert errors(response) == ["这家的机器人没有这样的地址。重新复制一次。"]
    assert Address.objects.count() == 0


def test_channels_group_out_of_reach(keeper: Client, town: Town) -> None:
    response = join(keeper, town.other_post.unit)

    assert (response.status_code, Address.objects.count()) == (422, 0)


def test_channels_failure_tried_again(keeper: Client, town: Town) -> None:
    failed(town, 1)
    keeper.post(f"{PAGE}{Delivery.objects.get().pk}/again/")

    row = Delivery.objects.get()
    assert (row.failed_at, row.error, row.tries) == (None, "", 0)


def test_channels_are_not_for_an_officer(officer: Client, town: Town) -> None:
    failed(town, 1)
    row = Delivery.objects.get()
    said = [
        officer.get(PAGE),
        officer.get(f"{PAGE}join/"),
        officer.post(f"{PAGE}{row.pk}/again/"),
        join(officer, town.station),
    ]

    assert [one.status_code for one in said] == [403] * 4
