from django.contrib import admin
from django.contrib.auth.models import Group

from wilayah.admin import area, ekspor, instansi, kalender, kunci, langganan, pengguna, rujukan

# Roles and their permissions are written in wilayah/peran.py and nowhere else.
admin.site.unregister(Group)

__all__ = ["area", "ekspor", "instansi", "kalender", "kunci", "langganan", "pengguna", "rujukan"]
