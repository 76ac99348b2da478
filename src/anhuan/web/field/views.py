"""The page the app starts from, the same for everybody, and the worker that keeps it."""

import json
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from anhuan.web.field.words import field_words
from anhuan.web.parts.built import FOLDER, built_files, built_url

ENTRY: Final = "src/field/main.ts"
LOOK: Final = "src/field/field.css"
WORKER: Final = "src/field/sw.ts"
SPRITE: Final = "field-icons.svg"
ICONS: Final = {192: "field/icon-192.png", 512: "field/icon-512.png"}
PRI: Final = "#1457a6"
"""The colour of the system's own bar around the app; it takes no name of the style sheet."""


@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_page())


def _page() -> str:
    """No reader, no token, no time: what a phone keeps of it is nobody's."""
    return render_to_string("field/shell.html", {"words": field_words(), "colour": PRI})


@require_safe
def webmanifest(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_manifest(), content_type="application/manifest+json")


def _manifest() -> str:
    icons = [
        {"src": static(path), "sizes": f"{edge}x{edge}", "type": "image/png"}
        for edge, path in ICONS.items()
    ]
    start = reverse("field:shell")
    whole = {
        "name": pgettext("field app", "Anhuan, work in the field"),
        "short_name": pgettext("field app", "Field"),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "id": start,
        "start_url": start,
        "scope": start,
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": PRI,
        "icons": icons,
    }
    return json.dumps(whole, ensure_ascii=False)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker with the list of what it keeps; another language or build is another version."""
    files = built_files(WORKER)
    if not files:
        raise Http404
    script = (FOLDER / files[0]).read_text(encoding="utf-8")
    listed = [*_kept(), reverse("field:shell"), reverse("field:manifest")]
    version = sha256("\n".join([script, _page(), _manifest(), *listed]).encode()).hexdigest()[:16]
    given = json.dumps({"version": version, "files": listed})
    return HttpResponse(
        f"self.FIELD = {given};\n{script}", content_type="text/javascript; charset=utf-8"
    )


def _kept() -> list[str]:
    """Everything the page loads, by address."""
    names = [*built_files(ENTRY), *built_files(LOOK)]
    urls = [static(f"built/{name}") for name in dict.fromkeys(names)]
    return [*urls, built_url(SPRITE), built_url("mark.svg"), *map(static, ICONS.values())]
