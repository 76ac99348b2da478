from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "anhuan.tasks"
    label = "tasks"
