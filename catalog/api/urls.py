"""Addresses of the interface, below /api/v1/."""

from django.urls import path

from catalog.api import finds, map as chart, suggest

urlpatterns = [
    path("finds/", finds.listing, name="api-finds"),
    path("finds/values/<segment:name>/", finds.values, name="api-values"),
    path("finds/<segment:slug>/", finds.detail, name="api-find"),
    path("map/", chart.chart, name="api-map"),
    path("suggest/", suggest.begun, name="api-suggest"),
]
