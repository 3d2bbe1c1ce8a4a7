"""The addresses of the operator's pages."""

from django.urls import path

from smartnumbers.portal.operator import carriers, limits, prices, views

urlpatterns = [
    path("", views.platform, name="platform"),
    path("accounts/", views.accounts, name="operator-accounts"),
    path("numbers/", views.stock, name="operator-numbers"),
    path("numbers/add/", views.add_number, name="operator-number-add"),
    path("numbers/<str:written>/service/", views.set_service, name="operator-number-service"),
    path("numbers/<str:written>/limits/", limits.limits, name="operator-number-limits"),
    path("carriers/", carriers.carriers, name="operator-carriers"),
    path("carriers/add/", carriers.add, name="operator-carrier-add"),
    path("carriers/<int:carrier_id>/", carriers.change, name="operator-carrier"),
    path("carriers/<int:carrier_id>/use/", carriers.use, name="operator-carrier-use"),
    path("carriers/<int:carrier_id>/ask/", carriers.ask, name="operator-carrier-ask"),
    path("carriers/<int:carrier_id>/remove/", carriers.remove, name="operator-carrier-remove"),
    path("prices/", prices.prices, name="operator-prices"),
    path("prices/add/<str:class_code>/", prices.add, name="operator-price-add"),
    path("prices/<str:code>/", prices.change, name="operator-price"),
    path("prices/<str:code>/offer/", prices.offer, name="operator-price-offer"),
]
