"""Addresses of campaigns, plans and the checks of their lists."""

from django.urls import URLPattern, path

from anhuan.web.desk.views import campaigns, plans, slips

campaign_urls: list[URLPattern] = [
    path("campaigns/", campaigns.listed, name="campaigns"),
    path("campaigns/new/", campaigns.begin, name="campaign-begin"),
    path("campaigns/new/<str:code>/", campaigns.choose, name="campaign-choose"),
    path("campaigns/new/<str:code>/list/", campaigns.new, name="campaign-new"),
    path("campaigns/checks/<uuid:key>/", campaigns.check, name="check"),
    path("campaigns/checks/<uuid:key>/<str:act>/", campaigns.act_on_check, name="check-act"),
    path("campaigns/<str:number>/", campaigns.campaign, name="campaign"),
    path("campaigns/<str:number>/list/", campaigns.places, name="campaign-list"),
    path("campaigns/<str:number>/classes/", campaigns.classes, name="campaign-classes"),
    path("campaigns/<str:number>/compared/", campaigns.pairs, name="campaign-compared"),
    path("campaigns/<str:number>/acts/<int:version>/", slips.campaign, name="campaign-slip"),
    path(
        "campaigns/<str:number>/acts/<int:version>/received",
        slips.campaign_received,
        name="campaign-slip-received",
    ),
    path("campaigns/<str:number>/<str:act>/", campaigns.act, name="campaign-act"),
    path("plans/", plans.due, name="plans"),
    path("plans/together/", plans.together, name="plans-together"),
]
