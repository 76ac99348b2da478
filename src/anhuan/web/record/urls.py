"""Addresses of the record; the logs lie under them, so they never change."""

from django.contrib.auth.decorators import login_not_required as open_to_all
from django.urls import path, register_converter

from anhuan.web.record.leaves import LeafConverter
from anhuan.web.record.views import checking, files, witness

register_converter(LeafConverter, "leaf")

app_name = "record"
urlpatterns = [
    path("log/policy", open_to_all(files.policy), name="policy"),
    path("log/verifier.html", open_to_all(checking.verifier), name="verifier"),
    path("log/<int:year>/<int:index>/<leaf:leaf>", open_to_all(checking.check), name="check"),
    path("log/<int:year>/checkpoint", open_to_all(files.checkpoint), name="checkpoint"),
    path("log/<int:year>/tile/<path:path>", open_to_all(files.tile), name="tile"),
    path("log/<int:year>/<int:index>/<leaf:leaf>/entry", open_to_all(files.entry), name="entry"),
    path("log/<int:year>/<int:index>/<leaf:leaf>/proof", open_to_all(files.proof), name="proof"),
    path("witness/add-checkpoint", open_to_all(witness.add_checkpoint), name="add-checkpoint"),
    path("witness/<str:name>/checkpoint", open_to_all(witness.last), name="cosigned"),
]
