"""The addresses of the figures."""

from django.urls import path

from smartnumbers.portal.figures import views

urlpatterns = [
    path("", views.figures, name="figures"),
    path("part/<slug:name>/", views.part, name="figures-part"),
]
