"""Addresses of LUNA MAYA's part "kalender"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
