# rencana
# persetujuan
# petugas
from luna_maya.admin import kalender as kalender
# catatan
# janji
# survei
# dokumentasi
# peta
