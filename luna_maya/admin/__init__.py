# rencana
# persetujuan
# petugas
# kalender
# catatan
# janji
from luna_maya.admin import kegiatan as kegiatan
from luna_maya.admin import survei as survei
# dokumentasi
# peta
