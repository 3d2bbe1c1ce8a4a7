"""The addresses of lists of callers."""

from django.urls import path

from smartnumbers.portal.callerlists import views

urlpatterns = [
    path("", views.all_lists, name="caller-lists"),
    path("add/", views.add, name="caller-list-add"),
    path("<str:list_id>/", views.one_list, name="caller-list"),
    path("<str:list_id>/restore/", views.restore, name="caller-list-restore"),
    path("<str:list_id>/remove/", views.remove, name="caller-list-remove"),
]
