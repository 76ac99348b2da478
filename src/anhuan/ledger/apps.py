from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "anhuan.ledger"
    label = "ledger"
