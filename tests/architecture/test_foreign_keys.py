"""A foreign key points only downwards; what points upward is a plain UUID column."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import ForeignKey, ManyToManyField

from tests.architecture.tree import floors


def _keys() -> Iterator[tuple[str, str, str]]:
    """(module, field, module pointed at) of every relation between our own modules."""
    for model in apps.get_models(include_auto_created=False):
        if not model.__module__.startswith("anhuan."):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, ForeignKey | ManyToManyField) or field.model is not model:
                continue
            target = field.related_model
            if isinstance(target, type) and target.__module__.startswith("anhuan."):
                label = f"{model._meta.label}.{field.name}"
                yield model.__module__.split(".")[1], label, target.__module__.split(".")[1]


def test_foreign_keys_point_downwards() -> None:
    height = {package: -level for level, floor in enumerate(floors()) for package in floor}

    upward = [
        (label, target)
        for module, label, target in _keys()
        if module != target and height[target] >= height[module]
    ]

    assert upward == []
