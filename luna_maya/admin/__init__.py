# rencana
from luna_maya.admin import jenis as jenis
from luna_maya.admin import kontak_malam as kontak_malam
from luna_maya.admin import kunjungan as kunjungan
from luna_maya.admin import orang as orang
from luna_maya.admin import persetujuan as persetujuan
from luna_maya.admin import undangan as undangan
# kalender
# catatan
# janji
# survei
# dokumentasi
# peta
