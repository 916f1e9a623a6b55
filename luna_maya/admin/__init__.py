# rencana
# persetujuan
# petugas
# kalender
from luna_maya.admin import catatan as catatan
from luna_maya.admin import janji as janji
from luna_maya.admin import tugas as tugas
# survei
# dokumentasi
# peta
