"""Addresses of the account."""

from django.urls import path

from anhuan.web.account.views import entrance, keys, me, suggestions

app_name = "account"
urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign-in"),
    path("sign-in/second/", entrance.second_factor, name="second-factor"),
    path("sign-out/", entrance.sign_out, name="sign-out"),
    path("join/", entrance.join, name="join"),
    path("reset/", entrance.reset, name="reset"),
    path("me/", me.me, name="me"),
    path("me/language/", me.language, name="language"),
    path("me/password/", me.password, name="password"),
    path("me/sessions/", me.sessions, name="sessions"),
    path("me/two-factor/", keys.two_factor, name="two-factor"),
    path("me/tokens/", keys.tokens, name="tokens"),
    path("me/tokens/<uuid:token_id>/revoke/", keys.token_revoke, name="token-revoke"),
    path("suggest/", suggestions.suggest, name="suggest"),
    path("suggest/find/", suggestions.find, name="suggest-find"),
]
