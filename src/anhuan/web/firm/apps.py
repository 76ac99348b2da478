from django.apps import AppConfig


class FirmConfig(AppConfig):
    name = "anhuan.web.firm"
    label = "web_firm"
