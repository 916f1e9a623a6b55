"""Addresses of LUNA MAYA's part "survei"."""

from django.urls import URLPattern, path

from luna_maya.views import survei

urlpatterns: list[URLPattern] = [
    path("luna-maya/survei/<str:tanda_survei>/", survei.isi, name="luna_survei"),
    path("<slug:slug>/luna-maya/kepercayaan/", survei.kepercayaan, name="luna_kepercayaan"),
]
