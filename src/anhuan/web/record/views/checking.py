"""Where the code of a slip leads: whoever holds it checks it in the browser, not signed in."""

import json
from typing import Any, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from anhuan.cases.words.acts import PAST
from anhuan.ledger import showing
from anhuan.ledger.queries import log_of, logs
from anhuan.tasks.words import TASK_PAST
from anhuan.web.parts.built import FOLDER
from anhuan.web.record.leaves import leaf_of

EMPTY: Final = '{"known":null}'
LANGUAGES: Final = {"zh": "zh-hans", "en": "en"}


@require_safe
def check(request: HttpRequest, year: int, index: int, leaf: str) -> HttpResponse:
    """The page itself says nothing of the entry: the browser loads it and compares."""
    log = log_of(year)
    if log is None or not leaf_of(leaf):
        raise Http404
    given = {"known": _known([log.origin]), "kinds": _kinds(get_language() or "zh-hans")}
    place = {"year": year, "index": index, "leaf": leaf}
    return render(request, "record/check.html", {"given": given, "place": place})


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The same check as one file that works from a disk, with this node's keys in it. It is kept,
    never opened from here: its script stands in it."""
    path = FOLDER / "verifier.html"
    if not path.exists():
        raise Http404
    kinds = {name: _kinds(language) for name, language in LANGUAGES.items()}
    known = {"known": _known(log.origin for log in logs()) | {"kinds": kinds}}
    text = json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")
    whole = path.read_text(encoding="utf-8").replace(EMPTY, text, 1)
    response = HttpResponse(whole, content_type="text/html; charset=utf-8")
    name = f"verifier-{settings.LOG_BASE.partition('/')[0].replace(':', '-')}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _known(origins: Any) -> dict[str, list[str]]:
    found = [showing.keys_of(origin) for origin in origins]
    witnesses = [key for _name, key, _url in found[-1].witnesses] if found else []
    own = [key for one in found for key in (*one.log, *one.former)]
    return {"logs": own, "witnesses": witnesses}


def _kinds(language: str) -> dict[str, str]:
    """What the kinds of entries are called."""
    with override(language):
        cases = {f"case.{act.value}": str(word) for act, word in PAST.items()}
        return cases | {f"task.{act.value}": str(word) for act, word in TASK_PAST.items()}
