"""The first page, and turning to another of the reader's firms."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from anhuan.web.firm.circulars import waiting
from anhuan.web.firm.places import choose, firm_names, own_site
from anhuan.web.firm.todo import todo
from anhuan.web.parts.viewers import ViewerRequest


@require_safe
def show(request: ViewerRequest) -> HttpResponse:
    site = own_site(request)
    context = {
        "todo": todo(request.viewer, site),
        "letters": waiting(request.viewer, site),
        "site": site,
        "firms": firm_names(request),
    }
    return render(request, "firm/todo.html", context)


@require_POST
def switch(request: ViewerRequest) -> HttpResponse:
    choose(request, request.POST.get("site", ""))
    return redirect("firm:todo")
