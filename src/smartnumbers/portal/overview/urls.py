"""The addresses of the overview."""

from django.urls import path

from smartnumbers.portal.overview import views

urlpatterns = [
    path("", views.overview, name="overview"),
    path("today/", views.today, name="overview-today"),
]
