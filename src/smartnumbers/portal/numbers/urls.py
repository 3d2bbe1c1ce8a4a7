"""The addresses of numbers."""

from django.urls import include, path

from smartnumbers.portal.numbers import (
    callers,
    chain,
    history,
    now,
    scheduled,
    spoken,
    tariff,
    tariffchange,
    tariffset,
    views,
)

urlpatterns = [
    path("", views.number_list, name="numbers"),
    path("<str:written>/", now.one_number, name="number"),
    path("<str:written>/name/", views.rename, name="number-name"),
    path("<str:written>/display/", views.choose_display, name="number-display"),
    path("<str:written>/chain/add/", chain.add, name="chain-add"),
    path("<str:written>/chain/<int:place>/save/", chain.save, name="chain-save"),
    path("<str:written>/chain/<int:place>/move/", chain.move, name="chain-move"),
    path("<str:written>/chain/<int:place>/remove/", chain.remove, name="chain-remove"),
    path("<str:written>/scheduled/<int:scheduled_id>/cancel/", scheduled.cancel, name="scheduled-cancel"),
    path("<str:written>/routing/", include("smartnumbers.portal.routing.urls")),
    path("<str:written>/callers/", callers.callers, name="number-callers"),
    path("<str:written>/callers/<int:entry_id>/remove/", callers.unblock, name="caller-unblock"),
    path("<str:written>/tariff/", tariff.tariff, name="number-tariff"),
    path("<str:written>/tariff/assign/", tariffchange.assign, name="number-tariff-assign"),
    path(
        "<str:written>/tariff/<int:assignment_id>/withdraw/", tariffchange.withdraw, name="number-assignment-withdraw"
    ),
    path("<str:written>/tariff/options/", spoken.choose_options, name="number-charging"),
    path("<str:written>/tariff/recording/", spoken.hear, name="number-recording"),
    path("<str:written>/tariff/recording/keep/", spoken.record, name="number-recording-keep"),
    path("<str:written>/tariff/recording/drop/", spoken.drop, name="number-recording-drop"),
    path("<str:written>/tariff/set/", tariffset.edit_set, name="number-set"),
    path("<str:written>/tariff/set/check/", tariffset.check_set, name="number-set-check"),
    path("<str:written>/tariff/set/restore/", tariffset.restore_set, name="number-set-restore"),
    path("<str:written>/history/", history.history, name="number-history"),
    path("<str:written>/history/<int:revision>/restore/", history.restore, name="revision-restore"),
    path("<str:written>/undo/<int:revision>/", history.undo_change, name="number-undo"),
]
