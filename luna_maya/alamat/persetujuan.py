"""Addresses of LUNA MAYA's part "persetujuan"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
