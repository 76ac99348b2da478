from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    name = "anhuan.inspections"
    label = "inspections"
