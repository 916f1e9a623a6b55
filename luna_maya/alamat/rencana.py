"""Addresses of LUNA MAYA's part "rencana"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
