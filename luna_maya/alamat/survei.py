"""Addresses of LUNA MAYA's part "survei"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
