from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "anhuan.web"
    label = "web"
