from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "anhuan.sites"
    label = "sites"
