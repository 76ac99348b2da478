from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "anhuan.web.admin"
    label = "web_admin"
