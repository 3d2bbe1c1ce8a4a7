"""The addresses of the customers."""

from django.urls import path

from smartnumbers.portal.customers import actions, card, listing

urlpatterns = [
    path("", listing.customers, name="customers"),
    path("<str:ref>/", card.customer, name="customer"),
    path("<str:ref>/block/", actions.block, name="customer-block"),
    path("<str:ref>/let-in/", actions.let_in, name="customer-let-in"),
    path("<str:ref>/note/", actions.note, name="customer-note"),
    path("<str:ref>/note/<int:note_id>/remove/", actions.drop_note, name="customer-note-remove"),
    path("<str:ref>/note/<int:note_id>/back/", actions.put_note_back, name="customer-note-back"),
]
