"""What people say about the program, and the answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from anhuan.base.clock import now
from anhuan.people import queries
from anhuan.territory.services.accounts import answer as answer_it
from anhuan.web.admin.forms.people import AnswerForm
from anhuan.web.admin.pages import FormPage, reader, save, show, show_form
from anhuan.web.parts.toasts import tell


@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    viewer = reader(request)
    waiting = queries.open_suggestions(viewer)
    n = len(waiting)
    sentence = _("Every suggestion has its answer")
    if n:
        text = ngettext("%(n)d suggestion waits for you", "%(n)d suggestions wait for you", n)
        sentence = text % {"n": n}
    return show(
        request,
        "suggestions",
        sentence=sentence,
        waiting=waiting,
        answered=queries.answered_suggestions(viewer),
    )


@require_http_methods(["GET", "POST"])
def suggestion_answer(request: HttpRequest, number: str) -> HttpResponse:
    viewer = reader(request)
    said = queries.suggestion_by_number(viewer, number)
    form = AnswerForm(request.POST or None)
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["answer"]
        if save(form, lambda: answer_it(number=number, text=text, by=viewer, at=now())):
            tell(request, _("%(number)s is answered.") % {"number": number})
            return redirect("admin:suggestions")
    back = reverse("admin:suggestions")
    title = pgettext("admin", "Answer %(number)s") % {"number": number}
    return show_form(
        request, form, FormPage(title, pgettext("admin", "Answer"), back, said.text), draft=True
    )
