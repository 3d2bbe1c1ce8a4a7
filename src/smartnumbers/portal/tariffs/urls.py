"""The addresses of tariffs."""

from django.urls import path

from smartnumbers.portal.tariffs import listen, versions, views

urlpatterns = [
    path("", views.tariff_list, name="tariffs"),
    path("new/", views.new_tariff, name="tariff-new"),
    path("check/<str:class_code>/", views.check_tariff, name="tariff-check"),
    path("say/", listen.say, name="tariff-say"),
    path("<str:code>/", views.one_tariff, name="tariff"),
    path("<str:code>/name/", versions.rename, name="tariff-name"),
    path("<str:code>/versions/<int:version>/withdraw/", versions.withdraw, name="tariff-withdraw"),
    path("<str:code>/versions/<int:version>/again/", versions.again, name="tariff-again"),
]
