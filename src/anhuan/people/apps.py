from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "anhuan.people"
    label = "people"
