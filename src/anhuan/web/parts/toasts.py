"""One sentence carried over a redirect: what came of the act and where the ball went."""

from django.http import HttpRequest

KEY = "toast"


def tell(request: HttpRequest, sentence: str) -> None:
    """Say this on the next page. Errors are never toasts."""
    request.session[KEY] = sentence


def take(request: HttpRequest) -> str:
    """The waiting sentence, once; empty when there is none."""
    session = getattr(request, "session", None)
    return str(session.pop(KEY, "")) if session is not None else ""
