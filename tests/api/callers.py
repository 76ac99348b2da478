"""Somebody with a key, and the ways through the loop, all over HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from PIL import Image

from anhuan.base.clock import now
from anhuan.kernel.access import Viewer
from anhuan.people.services import issue_token, open_account
from anhuan.people.types import Scope

BASE = "/api/v1"
PASSWORD = "青石桥下面流着三点水"


def caller(viewer: Viewer, *, scopes: tuple[Scope, ...] = tuple(Scope)) -> "Caller":
    """An account for the viewer's person, and a key of it for a month."""
    account = open_account(
        person_id=viewer.person,
        username=f"u{viewer.person.hex[-12:]}",
        password=PASSWORD,
        by=viewer.person,
        at=now(),
    )
    issued = issue_token(
        account_id=account,
        name="接口",
        scopes=scopes,
        term=timedelta(days=30),
        by=viewer.person,
        at=now(),
    )
    return Caller(viewer=viewer, secret=issued.secret, account=account, token=issued.id)


@dataclass
class Caller:
    viewer: Viewer
    secret: str
    account: Any
    token: Any
    http: Client = field(default_factory=Client)

    def _headers(self, more: Mapping[str, str]) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", **more}

    def get(self, path: str, asked: Any = None, **headers: str) -> Any:
        return self.http.get(BASE + path, asked, headers=self._headers(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.http.post(
            BASE + path,
            {} if body is None else body,
            content_type="application/json",
            headers=self._headers({name.replace("_", "-"): v for name, v in headers.items()}),
        )

    def patch(self, path: str, body: Any) -> Any:
        return self.http.patch(
            BASE + path, body, content_type="application/json", headers=self._headers({})
        )

    def delete(self, path: str) -> Any:
        return self.http.delete(BASE + path, headers=self._headers({}))

    def send(self, content: bytes, *, name: str = "现场.jpg", kind: str = "photo") -> Any:
        return self.http.generic(
            "POST",
            f"{BASE}/files",
            content,
            content_type="image/jpeg",
            headers=self._headers({}),
            QUERY_STRING=urlencode({"kind": kind, "name": name}),
        )

    def open(self, given: Mapping[str, Any], **more: Any) -> str:
        """A new case; its number."""
        answer = self.post("/cases", {"given": given, **more})
        assert answer.status_code == 201, answer.content.decode()
        number: str = answer.json()["number"]
        return number

    def act(self, number: str, action: str, /, *tickets: str, **given: Any) -> Any:
        body = {"given": given, "exhibits": list(tickets)}
        return self.post(f"/cases/{number}/acts/{action}", body)

    def does(self, number: str, action: str, /, *tickets: str, **given: Any) -> Any:
        """The act, which has to be done."""
        answer = self.act(number, action, *tickets, **given)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    def photo(self, shade: int = 120) -> str:
        """A ticket for a photo."""
        answer = self.send(picture(shade))
        assert answer.status_code == 201, answer.content.decode()
        ticket: str = answer.json()["ticket"]
        return ticket


def picture(shade: int = 120) -> bytes:
    out = BytesIO()
    Image.new("RGB", (64, 48), (shade, 100, 90)).save(out, "JPEG")
    return out.getvalue()


def refused(answer: Any) -> tuple[int, str, str]:
    """Status, code and sentence of a problem document."""
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == answer.status_code
    return answer.status_code, problem["code"], problem["title"]
