"""The addresses of the search."""

from django.urls import path

from smartnumbers.portal.search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("suggestions/", views.suggestions, name="search-suggestions"),
]
