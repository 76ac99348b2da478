from django.apps import AppConfig


class AccountPagesConfig(AppConfig):
    name = "anhuan.web.account"
    label = "web_account"
