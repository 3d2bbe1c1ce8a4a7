"""The addresses of one's own settings."""

from django.urls import path

from smartnumbers.portal.account import keys, views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("account/", views.choose_account, name="choose-account"),
    path("language/", views.choose_language, name="choose-language"),
    path("theme/", views.choose_theme, name="choose-theme"),
    path("keys/", keys.keys, name="api-keys"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="api-key-revoke"),
    path("help/", views.help_page, name="help"),
    path("no-account/", views.no_account, name="no-account"),
]
