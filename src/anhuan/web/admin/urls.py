"""Addresses of the admin pages."""

from django.urls import path

from anhuan.web.admin.views import (
    accounts,
    appointments,
    areas,
    channels,
    posts,
    rules,
    suggestions,
)

app_name = "admin"
urlpatterns = [
    path("", accounts.accounts, name="accounts"),
    path("people/new/", accounts.person_new, name="person-new"),
    path("people/<uuid:person>/", accounts.account, name="account"),
    path("people/<uuid:person>/change/", accounts.person_change, name="person-change"),
    path("people/<uuid:person>/code/", accounts.person_code, name="person-code"),
    path("people/<uuid:person>/act/", accounts.person_act, name="person-act"),
    path("people/<uuid:person>/phone/", accounts.person_phone, name="person-phone"),
    path("people/<uuid:person>/certificate/", accounts.certificate, name="person-certificate"),
    path(
        "people/<uuid:person>/certificate/<uuid:certificate>/withdraw/",
        accounts.certificate_withdraw,
        name="person-certificate-withdraw",
    ),
    path("disclosures/", accounts.disclosures, name="disclosures"),
    path("posts/", posts.posts, name="posts"),
    path("posts/<uuid:post>/", posts.post, name="post"),
    path("posts/<uuid:post>/change/", posts.post_change, name="post-change"),
    path("posts/<uuid:post>/appoint/", appointments.appoint, name="appoint"),
    path("posts/<uuid:post>/appoint/new/", appointments.appoint_new, name="appoint-new"),
    path("units/new/", posts.unit_new, name="unit-new"),
    path("units/<uuid:unit>/change/", posts.unit_change, name="unit-change"),
    path("units/<uuid:unit>/post/", posts.post_new, name="post-new"),
    path("appointments/<uuid:appointment>/end/", appointments.end, name="appointment-end"),
    path(
        "appointments/<uuid:appointment>/correct/",
        appointments.correct,
        name="appointment-correct",
    ),
    path(
        "appointments/<uuid:appointment>/withdraw/",
        appointments.withdraw,
        name="appointment-withdraw",
    ),
    path("areas/", areas.areas, name="areas"),
    path("areas/import/", areas.area_import, name="area-import"),
    path("areas/import/now/", areas.area_import_now, name="area-import-now"),
    path("areas/<uuid:area>/", areas.area, name="area"),
    path("areas/<uuid:area>/change/", areas.area_change, name="area-change"),
    path("areas/<uuid:area>/outline/", areas.area_outline, name="area-outline"),
    path("areas/<uuid:area>/new/", areas.area_new, name="area-new"),
    path("rules/", rules.rules, name="rules"),
    path("rules/workdays/new/", rules.calendar_new, name="calendar-new"),
    path("rules/<slug:subject>/<str:code>/", rules.rule, name="rule"),
    path("rules/<slug:subject>/<str:code>/change/", rules.rule_change, name="rule-change"),
    path("roles/", rules.roles, name="roles"),
    path("channels/", channels.channels, name="channels"),
    path("channels/join/", channels.channel_group, name="channel-group"),
    path("channels/<uuid:address>/test/", channels.channel_test, name="channel-test"),
    path("channels/<uuid:address>/leave/", channels.channel_leave, name="channel-leave"),
    path("channels/<uuid:delivery>/again/", channels.channel_again, name="channel-again"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path(
        "suggestions/<str:number>/answer/",
        suggestions.suggestion_answer,
        name="suggestion-answer",
    ),
]
