"""The addresses of the operator's pages."""

from django.urls import path

from smartnumbers.portal.operator import limits, prices, views

urlpatterns = [
    path("", views.platform, name="platform"),
    path("accounts/", views.accounts, name="operator-accounts"),
    path("numbers/", views.stock, name="operator-numbers"),
    path("numbers/add/", views.add_number, name="operator-number-add"),
    path("numbers/<str:written>/service/", views.set_service, name="operator-number-service"),
    path("numbers/<str:written>/limits/", limits.limits, name="operator-number-limits"),
    path("prices/", prices.prices, name="operator-prices"),
    path("prices/add/<str:class_code>/", prices.add, name="operator-price-add"),
    path("prices/<str:code>/", prices.change, name="operator-price"),
    path("prices/<str:code>/offer/", prices.offer, name="operator-price-offer"),
]
