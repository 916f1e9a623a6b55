from luna_maya.admin import rencana as rencana
from luna_maya.admin import rencana_bobot as rencana_bobot
# persetujuan
# petugas
# kalender
# catatan
# janji
# survei
# dokumentasi
# peta
