# rencana
# persetujuan
# petugas
# kalender
# catatan
# janji
# survei
# dokumentasi
from luna_maya.admin import peta as peta
