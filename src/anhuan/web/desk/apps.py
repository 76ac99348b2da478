from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "anhuan.web.desk"
    label = "web_desk"
