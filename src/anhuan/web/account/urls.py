"""Addresses of the account."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path

from anhuan.web.account.views import (
    devices,
    entrance,
    keys,
    matters,
    me,
    notices,
    proceedings,
    slips,
    suggestions,
)

app_name = "account"
urlpatterns = [
    path("sign-in/", login_not_required(entrance.sign_in), name="sign-in"),
    path("sign-in/second/", login_not_required(entrance.second_factor), name="second-factor"),
    path("sign-out/", login_not_required(entrance.sign_out), name="sign-out"),
    path("join/", login_not_required(entrance.join), name="join"),
    path("reset/", login_not_required(entrance.reset), name="reset"),
    path("me/", me.me, name="me"),
    path("me/language/", login_not_required(me.language), name="language"),
    path("me/password/", me.password, name="password"),
    path("me/sessions/", me.sessions, name="sessions"),
    path("me/two-factor/", keys.two_factor, name="two-factor"),
    path("me/tokens/", keys.tokens, name="tokens"),
    path("me/tokens/<uuid:token_id>/revoke/", keys.token_revoke, name="token-revoke"),
    path("me/notices/", notices.notices, name="notices"),
    path("me/notices/<slug:channel>/enter/", notices.enter, name="notices-enter"),
    path("me/notices/<uuid:address>/confirm/", notices.confirm, name="notices-confirm"),
    path("me/notices/<uuid:address>/prefer/", notices.prefer, name="notices-prefer"),
    path("me/notices/<uuid:address>/test/", notices.test, name="notices-test"),
    path("me/notices/<uuid:address>/remove/", notices.remove, name="notices-remove"),
    path("me/proceedings/", proceedings.listed, name="proceedings"),
    path("me/proceedings/<str:number>/", proceedings.proceeding, name="proceeding"),
    path(
        "me/proceedings/<str:number>/acts/<int:version>/", slips.proceeding, name="proceeding-slip"
    ),
    path(
        "me/proceedings/<str:number>/acts/<int:version>/received",
        slips.proceeding_received,
        name="proceeding-slip-received",
    ),
    path("me/proceedings/<str:number>/<str:act>/", proceedings.act, name="proceeding-act"),
    path("me/matters/", matters.listed, name="matters"),
    path("me/matters/<str:number>/", matters.matter, name="matter"),
    path("me/matters/<str:number>/record.pdf", matters.record, name="matter-record"),
    path("me/matters/<str:number>/acts/<int:version>/", slips.matter, name="matter-slip"),
    path(
        "me/matters/<str:number>/acts/<int:version>/received",
        slips.matter_received,
        name="matter-slip-received",
    ),
    path("me/matters/<str:number>/<str:act>/", matters.act, name="matter-act"),
    path("account/devices/", devices.devices, name="devices"),
    path("account/devices/enrol/", devices.enrol, name="device-enrol"),
    path("account/devices/<uuid:device_id>/lost/", devices.lost, name="device-lost"),
    path("suggest/", login_not_required(suggestions.suggest), name="suggest"),
    path("suggest/find/", login_not_required(suggestions.find), name="suggest-find"),
]
