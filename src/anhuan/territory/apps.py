from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    name = "anhuan.territory"
    label = "territory"
