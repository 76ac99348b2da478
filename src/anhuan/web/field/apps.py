from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "anhuan.web.field"
    label = "web_field"
