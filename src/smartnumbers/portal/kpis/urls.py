"""The addresses of own key figures."""

from django.urls import path

from smartnumbers.portal.kpis import views

urlpatterns = [
    path("", views.kpi_list, name="kpis"),
    path("add/", views.add, name="kpi-add"),
    path("order/", views.order, name="kpi-order"),
    path("<int:kpi_id>/", views.one, name="kpi"),
    path("<int:kpi_id>/restore/", views.restore, name="kpi-restore"),
    path("<int:kpi_id>/take-back/", views.take_back, name="kpi-take-back"),
    path("<int:kpi_id>/remove/", views.remove, name="kpi-remove"),
]
