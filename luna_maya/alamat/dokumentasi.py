"""Addresses of LUNA MAYA's part "dokumentasi"."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
