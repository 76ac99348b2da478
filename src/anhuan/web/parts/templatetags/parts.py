"""``{% load parts %}``: one tag per shape, ``{% part %}`` for any of them, icons and files."""

from collections.abc import Iterable
from typing import Any, Final

from django import template
from django.template import Context
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext

from anhuan.web.parts import shapes
from anhuan.web.parts.built import built_url, icon_url
from anhuan.web.parts.devices import device_name
from anhuan.web.parts.fields import field_part, problem_summary

register = template.Library()

SHAPES: Final[dict[str, type]] = {
    "chip": shapes.StateChip,
    "tag": shapes.Tag,
    "who": shapes.PersonPost,
    "deadline": shapes.Deadline,
    "ball": shapes.Ball,
    "duty_line": shapes.DutyLine,
    "state_line": shapes.StateLine,
    "act_button": shapes.ActButton,
    "acts": shapes.ActsPanel,
    "evidence": shapes.Evidence,
    "timeline": shapes.Timeline,
    "record": shapes.RecordMark,
    "empty": shapes.EmptyState,
    "table": shapes.Table,
    "pager": shapes.Pager,
    "filters": shapes.FilterBar,
    "filter_one": shapes.Filter,
    "field_row": shapes.FieldPart,
    "problem_list": shapes.ProblemSummary,
    "toast": shapes.Toast,
    "long_work": shapes.LongWork,
    "jobs": shapes.JobList,
    "facts": shapes.Facts,
    "risk": shapes.RiskMark,
    "aqi": shapes.AqiMark,
    "warning": shapes.WarningLevel,
    "link": shapes.Link,
    "tree": shapes.Tree,
    "duty_map": shapes.DutyMap,
    "wizard": shapes.Wizard,
}
CHARTS: Final[dict[str, type]] = {
    "curve": shapes.Curve,
    "wind_rose": shapes.WindRose,
    "heat_year": shapes.HeatYear,
    "bars": shapes.Bars,
    "hours": shapes.MapOverTime,
}
NOTHING: Final = ("", "—", None)
_NAMES: Final = {shape: name for name, shape in (SHAPES | CHARTS).items()}


def _draw(context: Context, name: str, value: object, **more: object) -> SafeString:
    engine = context.template.engine  # type: ignore[union-attr]
    found = engine.get_template(f"parts/{name}.html")
    inner = context.new({"part": value, "csrf_token": context.get("csrf_token"), **more})
    return mark_safe(found.render(inner).strip())


def _register(name: str, shape: type) -> None:
    def tag(context: Context, value: object, **more: object) -> SafeString:
        if not isinstance(value, shape):
            raise TypeError(f"{{% {name} %}} draws {shape.__name__}, not {type(value).__name__}")
        return _draw(context, name, value, **more)

    register.simple_tag(tag, takes_context=True, name=name)


for _name, _shape in SHAPES.items():
    _register(_name, _shape)


@register.simple_tag(takes_context=True)
def part(context: Context, value: object, **more: object) -> SafeString:
    """Draw whatever it is: a shape by its template, several one after the other, text as text."""
    if isinstance(value, shapes.Cell):
        value = value.value
    name = _NAMES.get(type(value))
    if name is not None:
        return _draw(context, name, value, **more)
    if isinstance(value, tuple | list):
        return mark_safe(" ".join(part(context, one, **more) for one in value))
    if isinstance(value, SafeString):
        return value
    return escape("" if value is None else str(value))


@register.simple_tag(takes_context=True)
def chart(context: Context, value: object) -> SafeString:
    """A figure of any kind with its heading sentence and the numbers it is drawn from."""
    if type(value) not in CHARTS.values():
        raise TypeError(f"{{% chart %}} draws no {type(value).__name__}")
    return part(context, value)


@register.simple_tag(takes_context=True)
def cells(context: Context, row: shapes.Row, columns: tuple[shapes.Column, ...]) -> SafeString:
    """The cells of a table row, numbers to the right, marks of the import page kept.

    Each carries the name of its column, which a phone prints before it; one that says nothing
    (“—”) is left out there.
    """
    if len(row.cells) != len(columns):
        raise ValueError(f"{len(row.cells)} cells under {len(columns)} columns")
    drawn = []
    for value, column in zip(row.cells, columns, strict=True):
        marked = value if isinstance(value, shapes.Cell) else shapes.Cell(value)
        bare = "bare" if marked.value in NOTHING else ""
        leads = "leads" if isinstance(marked.value, shapes.Link) and value is row.cells[0] else ""
        classes = " ".join(filter(None, (column.classes, marked.mark, bare, leads)))
        said = marked.value.text if isinstance(marked.value, shapes.Link) else marked.value
        whole = said if column.cut and isinstance(said, str) else ""
        title = marked.title or whole
        drawn.append(
            format_html(
                "<td{}{}{}>{}</td>",
                format_html(' class="{}"', classes) if classes else "",
                format_html(' title="{}"', title) if title else "",
                format_html(' data-label="{}"', column.head) if column.head else "",
                part(context, marked.value, look="cell"),
            )
        )
    return mark_safe("".join(drawn))


register.filter("device", device_name)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """One icon of the sprite; words stand beside it, so it is hidden from readers."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true" focusable="false"><use href="{}"></use></svg>',
        f" {extra}" if extra else "",
        icon_url(name),
    )


@register.simple_tag
def risk_legend() -> tuple[shapes.RiskMark, ...]:
    """The four risk levels, worst first."""
    return (
        shapes.RiskMark("major", pgettext("risk", "Major")),
        shapes.RiskMark("larger", pgettext("risk", "Larger")),
        shapes.RiskMark("general", pgettext("risk", "General")),
        shapes.RiskMark("low", pgettext("risk", "Low")),
    )


@register.simple_tag
def static_built(entry: str) -> str:
    return built_url(entry)


@register.simple_tag(takes_context=True)
def field(context: Context, bound: Any, **more: object) -> SafeString:
    """A Django form field: label above, control, hint, errors."""
    return _draw(context, "field_row", field_part(bound), **more)


@register.simple_tag(takes_context=True)
def fields(context: Context, form: Iterable[Any]) -> SafeString:
    """Every field of a form in its order; hidden ones bare."""
    drawn = [str(one) if one.is_hidden else field(context, one) for one in form]
    return mark_safe("".join(drawn))


@register.simple_tag(takes_context=True)
def problems(context: Context, form: Any) -> SafeString:
    """The summary above a refused form, with a link to each field; empty when all is well."""
    summary = problem_summary(form)
    return _draw(context, "problem_list", summary) if summary.problems else mark_safe("")
