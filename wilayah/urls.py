"""Addresses of the lowest floor: the calendar feed."""

from django.urls import path

from wilayah.views import feed_kalender

urlpatterns = [
    path("kalender/<str:kunci_kalender>.ics", feed_kalender, name="kalender_ics"),
]
