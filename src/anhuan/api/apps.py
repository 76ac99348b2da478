from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "anhuan.api"
    label = "api"
