"""LUNA MAYA's addresses, one module of `luna_maya.alamat_url` a part."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
