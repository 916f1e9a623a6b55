"""Addresses of LUNA MAYA's part "kalender"; staff's screens are in `luna_maya.admin.kalender`."""

from django.urls import path

from luna_maya.views.kalender import giliran, giliran_peta

urlpatterns = [
    path("<slug:slug>/luna-maya/giliran/", giliran, name="luna_giliran"),
    path("<slug:slug>/luna-maya/giliran/peta.json", giliran_peta, name="luna_giliran_peta"),
]
