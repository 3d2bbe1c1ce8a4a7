"""The addresses of numbers."""

from django.urls import path

from smartnumbers.portal.numbers import callers, chain, history, views

urlpatterns = [
    path("", views.number_list, name="numbers"),
    path("<str:written>/", views.one_number, name="number"),
    path("<str:written>/name/", views.rename, name="number-name"),
    path("<str:written>/display/", views.choose_display, name="number-display"),
    path("<str:written>/chain/add/", chain.add, name="chain-add"),
    path("<str:written>/chain/<int:place>/save/", chain.save, name="chain-save"),
    path("<str:written>/chain/<int:place>/move/", chain.move, name="chain-move"),
    path("<str:written>/chain/<int:place>/remove/", chain.remove, name="chain-remove"),
    path("<str:written>/callers/", callers.callers, name="number-callers"),
    path("<str:written>/callers/<int:entry_id>/remove/", callers.unblock, name="caller-unblock"),
    path("<str:written>/history/", history.history, name="number-history"),
    path("<str:written>/history/<int:revision>/restore/", history.restore, name="revision-restore"),
    path("<str:written>/undo/<int:revision>/", history.undo_change, name="number-undo"),
]
