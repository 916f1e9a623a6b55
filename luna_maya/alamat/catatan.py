"""Addresses of LUNA MAYA's part "catatan"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
