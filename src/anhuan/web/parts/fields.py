"""From a Django form field to what is drawn: classes, ids that tie hint and error to it."""

from typing import Final, Literal

from django import forms
from django.forms.boundfield import BoundField

from anhuan.web.parts.shapes import FieldPart, Problem, ProblemSummary

_OPTIONS: Final = (forms.RadioSelect, forms.CheckboxSelectMultiple)
Kind = Literal["line", "tick", "options", "file"]


def _kind(widget: forms.Widget) -> Kind:
    if isinstance(widget, _OPTIONS):
        return "options"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "file" if isinstance(widget, forms.FileInput) else "line"


def _class(widget: forms.Widget, kind: Kind) -> str:
    if kind == "options":
        return ""
    if kind == "tick":
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def field_part(bound: BoundField) -> FieldPart:
    widget = bound.field.widget
    kind = _kind(widget)
    own = str(widget.attrs.get("class", ""))
    classes = f"{_class(widget, kind)} {own}".strip()
    attrs: dict[str, str | bool] = {"class": classes} if classes else {}
    noted = [f"{bound.id_for_label or bound.html_name}_hint"] if bound.help_text else []
    if bound.errors:
        attrs["aria-invalid"] = "true"
        noted.append(f"{bound.id_for_label or bound.html_name}_error")
    if noted:
        attrs["aria-describedby"] = " ".join(noted)
    if kind == "file" and str(widget.attrs.get("accept", "")).startswith("image/"):
        attrs["data-photo"] = ""
    return FieldPart(
        label=str(bound.label),
        control=bound.as_widget(attrs=attrs),
        control_id=bound.id_for_label or bound.html_name,
        name=bound.html_name,
        kind=kind,
        hint=str(bound.help_text),
        errors=tuple(str(one) for one in bound.errors),
        optional=not bound.field.required and kind != "tick",
    )


def _named(label: str, text: str) -> str:
    """The problem with its field, which many a sentence names already."""
    return text if text.startswith(label) else f"{label}：{text}"


def problem_summary(form: forms.BaseForm) -> ProblemSummary:
    found = [Problem(str(text)) for text in form.non_field_errors()]
    for bound in form:
        anchor = bound.id_for_label or f"field_{bound.html_name}"
        found += [Problem(_named(str(bound.label), str(text)), anchor) for text in bound.errors]
    return ProblemSummary(tuple(found))
