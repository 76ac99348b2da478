from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "anhuan.cases"
    label = "cases"
