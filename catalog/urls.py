"""Addresses of the catalogue: `public` in every language, `unprefixed` in none."""

from django.urls import path

from catalog.views import expeditions, finds, pages, photos, places

public = [
    path("", pages.home, name="home"),
    # /finds/
    path("finds/", finds.listing, name="finds"),
    path("finds/<str:slug>/", finds.detail, name="find"),
    path("finds/<str:slug>/photos/<int:number>/", photos.detail, name="photo"),
    # /places/
    path("places/", places.index, name="places"),
    path("places/<str:slug>/", places.detail, name="place"),
    # /expeditions/
    path("expeditions/", expeditions.index, name="expeditions"),
    path("expeditions/<str:code>/", expeditions.detail, name="expedition"),
    path("about/", pages.about, name="about"),
]

unprefixed = [
    path("f/<str:slug>", finds.short, name="find-short"),
    path(
        "media/photos/<uuid:public_id>/<int:size>.<str:extension>",
        photos.file,
        name="photo-file",
    ),
    path("healthz", pages.healthz, name="healthz"),
    path("robots.txt", pages.robots, name="robots"),
]
