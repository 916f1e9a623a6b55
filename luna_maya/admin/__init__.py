# rencana
# persetujuan
# petugas
# kalender
from luna_maya.admin import catatan as catatan
# janji
# survei
# dokumentasi
# peta
