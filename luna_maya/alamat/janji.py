"""Addresses of LUNA MAYA's part "janji"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
