"""Tables that only these tests need; ``tests/modules/base/conftest.py`` makes them."""

from django.db import models

from anhuan.base.ids import new_id
from anhuan.base.periods import Period
from anhuan.base.text_index import SearchField
from anhuan.base.tree import PathField


class Thing(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.TextField()
    version = models.PositiveIntegerField(default=1)
    path = PathField(default="")
    unit = models.UUIDField(null=True)
    site = models.UUIDField(null=True)
    extra = models.JSONField(null=True)
    at = models.DateTimeField(null=True)
    search = SearchField()

    class Meta:
        app_label = "base_tests"
        indexes = [models.Index(fields=["path"], name="base_tests_thing_path")]


class Deed(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "base_tests"


class Note(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "base_tests"


class Holding(Period):
    name = models.CharField(max_length=100)

    class Meta(Period.Meta):
        app_label = "base_tests"


MODELS = (Thing, Deed, Note, Holding)
