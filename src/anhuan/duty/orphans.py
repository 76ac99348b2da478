"""What has nobody because a post is vacant."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Count

from anhuan.base.periods import holds
from anhuan.duty.models import Charge
from anhuan.kernel.access import Viewer


def objects_of(viewer: Viewer, posts: Collection[UUID]) -> dict[UUID, int]:
    """How many sites and areas each of ``posts`` is charged with now, in one query; the caller
    found the posts visible."""
    rows = Charge.objects.filter(holds(viewer.at, viewer.at), post__in=list(posts))
    return dict(rows.values_list("post").annotate(n=Count("object", distinct=True)).order_by())
