"""The addresses of destinations."""

from django.urls import path

from smartnumbers.portal.destinations import changing, trials, views

urlpatterns = [
    path("", views.destination_list, name="destinations"),
    path("add/", changing.add, name="destination-add"),
    path("<str:destination_id>/", views.one_destination, name="destination"),
    path("<str:destination_id>/change/", changing.change, name="destination-change"),
    path("<str:destination_id>/restore/", changing.restore, name="destination-restore"),
    path("<str:destination_id>/pause/", changing.pause, name="destination-pause"),
    path("<str:destination_id>/test/", trials.begin, name="destination-test"),
    path("<str:destination_id>/test/<uuid:trial_id>/", trials.one_trial, name="destination-trial"),
    path("<str:destination_id>/remove/", changing.remove, name="destination-remove"),
]
