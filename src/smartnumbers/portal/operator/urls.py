"""The addresses of the operator's pages."""

from django.urls import path

from smartnumbers.portal.operator import limits, views

urlpatterns = [
    path("", views.platform, name="platform"),
    path("accounts/", views.accounts, name="operator-accounts"),
    path("numbers/", views.stock, name="operator-numbers"),
    path("numbers/add/", views.add_number, name="operator-number-add"),
    path("numbers/<str:written>/service/", views.set_service, name="operator-number-service"),
    path("numbers/<str:written>/limits/", limits.limits, name="operator-number-limits"),
]
