"""Addresses of the catalogue: `public` in every language, `unprefixed` in none."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from catalog.views import (
    expeditions,
    finds,
    health,
    machines,
    map as chart,
    pages,
    photos,
    places,
    reports,
    statistics,
    streams,
    theme,
    veiled,
)


class Segment(StringConverter):
    """One part of a path; NUL, which no database takes, is in none."""

    regex = r"[^/\x00]+"


register_converter(Segment, "segment")

public = [
    path("", pages.home, name="home"),
    # /finds/
    path("finds/", finds.listing, name="finds"),
    path("finds/<segment:slug>/", finds.detail, name="find"),
    path("finds/values/<segment:name>/", finds.values, name="values"),
    path("finds/<segment:slug>/photos/<int:number>/", photos.detail, name="photo"),
    path("finds/<segment:slug>/veiled/<int:number>/", veiled.detail, name="veiled"),
    path("finds/<segment:slug>/veiled/<int:number>/show/", veiled.show, name="veiled-show"),
    path("finds/<segment:slug>/report/", reports.about_find, name="report"),
    path("finds/<segment:slug>.jsonld", machines.find_linked, name="find-linked"),
    path("feed/", machines.feed, name="feed"),
    path("finds.csv", streams.csv, name="finds-csv"),
    path("finds.xlsx", streams.xlsx, name="finds-xlsx"),
    path("finds.jsonl", streams.jsonl, name="finds-jsonl"),
    path("finds.geojson", streams.features, name="finds-geojson"),
    # /places/
    path("places/", places.index, name="places"),
    path("places/<segment:slug>/", places.detail, name="place"),
    # /expeditions/
    path("expeditions/", expeditions.index, name="expeditions"),
    path("expeditions/<segment:code>/", expeditions.detail, name="expedition"),
    path("map/", chart.whole, name="map"),
    path("statistics/", statistics.figures, name="statistics"),
    path("people-remembered/", pages.remembered, name="remembered"),
    # /about/
    path("about/", pages.about, name="about"),
    path("about/data/", pages.about_data, name="about-data"),
    path("about/human-remains/", pages.about_remains, name="about-remains"),
    path("about/accessibility/", pages.about_accessibility, name="about-accessibility"),
    path("contact/", reports.contact, name="contact"),
    path("contact/<uuid:key>/", reports.sent, name="report-sent"),
    path("api/v1/", include("catalog.api.urls")),
]

unprefixed = [
    path("f/<segment:slug>", finds.short, name="find-short"),
    path("f/<segment:slug>/code.svg", finds.code, name="find-code"),
    path(
        "media/photos/<uuid:public_id>/<int:size>.<segment:extension>",
        photos.file,
        name="photo-file",
    ),
    path(
        "media/veiled/<uuid:public_id>/<int:size>.<segment:extension>",
        veiled.file,
        name="veiled-file",
    ),
    path("veil/", veiled.hide, name="veil"),
    path("theme/", theme.choose, name="theme"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("media/photos/<uuid:public_id>/card.jpg", photos.card, name="photo-card"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap_index, name="sitemap"),
    path("sitemap-pages.xml", machines.sitemap_pages, name="sitemap-pages"),
    path("sitemap-finds-<int:part>.xml", machines.sitemap_finds, name="sitemap-finds"),
]
