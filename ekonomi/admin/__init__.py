from ekonomi.admin import hibah as hibah
from ekonomi.admin import hibah_paket as hibah_paket
from ekonomi.admin import padat_karya as padat_karya
from ekonomi.admin import upah as upah
