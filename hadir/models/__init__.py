from hadir.models.kehadiran import Kehadiran as Kehadiran
from hadir.models.sesi import RiwayatSesi as RiwayatSesi
from hadir.models.sesi import SesiHadir as SesiHadir
