from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "anhuan.hazards"
    label = "hazards"
