"""Who calls: the account of a key, with the posts its person holds now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from ninja.security import HttpBearer

from anhuan.api.problems import Faulty
from anhuan.api.words import Fault
from anhuan.base.clock import now
from anhuan.devices.services import use_device
from anhuan.devices.types import DeviceUse, Ended
from anhuan.kernel.access import Viewer
from anhuan.kernel.rules import Rules
from anhuan.people.services import use_token
from anhuan.people.types import Scope
from anhuan.rulebook.queries import rules_at
from anhuan.territory.queries import viewer_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """The viewer of one request, the account, what its key may do, and the rules in force."""

    account: UUID
    viewer: Viewer
    scopes: frozenset[Scope]
    rules: Rules

    @property
    def at(self) -> datetime:
        return self.viewer.at


class ApiRequest(HttpRequest):
    """A request as views of the API get it: ``sent`` is its body, read and checked."""

    auth: Caller
    sent: Any


class Bearer(HttpBearer):
    """A key in the Authorization header. Cookies mean nothing here, so nobody can be made to
    act by a page of somebody else."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        at = now()
        use = use_token(secret=token, at=at)
        if use is None:
            return None
        if self.scope not in use.scopes:
            raise Faulty(Fault.SCOPE)
        rules = rules_at(at)
        viewer = viewer_of(use.person, name="", at=at, table=rules.capabilities)
        return Caller(account=use.account, viewer=viewer, scopes=use.scopes, rules=rules)


class DeviceRequest(HttpRequest):
    """A request of a device: whom its secret speaks for."""

    auth: DeviceUse


class DeviceBearer(HttpBearer):
    """The secret of an enrolled device. It opens the addresses of work in the field alone, and a
    key of an account opens none of them."""

    def authenticate(self, request: HttpRequest, token: str) -> DeviceUse | None:
        found = use_device(secret=token, at=now())
        if isinstance(found, Ended):
            raise Faulty(Fault.DEVICE_ENDED, {"revoked": found.revoked})
        return found


DEVICE: Final = DeviceBearer()
READING: Final = Bearer(Scope.READ)
WRITING: Final = Bearer(Scope.WRITE)
