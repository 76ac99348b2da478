"""The map of duty: tree, outlines, and the side of the chosen area."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from anhuan.web.desk.area.page import area_side
from anhuan.web.desk.area.shapes import collection
from anhuan.web.desk.area.tree import Tree, area_tree, sentence
from anhuan.web.parts.ids import read_id
from anhuan.web.parts.shapes import Option
from anhuan.web.parts.viewers import ViewerRequest

LAYERS: Final = ("duty", "risk", "cases")


@require_safe
def areas(request: ViewerRequest) -> HttpResponse:
    """A part of the page asks for the side alone; without an area the first root is chosen."""
    tree = area_tree(request.viewer, chosen=read_id(request.GET.get("area", "")))
    chosen = _chosen(tree, read_id(request.GET.get("area", "")))
    side = area_side(request.viewer, tree.nodes[chosen]) if chosen else None
    if getattr(request, "htmx", False):
        return render(request, "desk/case_area.html", {"side": side})
    layer = request.GET.get("layer", "")
    context = {
        "tree": tree,
        "sentence": sentence(tree),
        "side": side,
        "layer": layer if layer in LAYERS else LAYERS[0],
        "layers": _layers(layer if layer in LAYERS else LAYERS[0]),
        "today": f"{request.viewer.at:%m-%d}",
        "only_gaps": request.GET.get("gaps") == "1",
    }
    return render(request, "desk/case_map.html", context)


def _chosen(tree: Tree, wanted: UUID | None) -> UUID | None:
    if wanted in tree.nodes:
        return wanted
    return tree.roots[0].area.id if tree.roots else None


def _layers(current: str) -> list[tuple[str, Option]]:
    names = {"duty": _("Duty"), "risk": _("Risk"), "cases": _("Open cases")}
    return [
        (code, Option(name, f"?layer={code}", current=code == current))
        for code, name in names.items()
    ]


@require_safe
def shapes(request: ViewerRequest) -> JsonResponse:
    tree = area_tree(request.viewer)
    found = collection(request.viewer, tree, chosen=request.GET.get("area", ""))
    return JsonResponse(found, content_type="application/geo+json")
