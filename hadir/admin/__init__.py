from hadir.admin import kehadiran as kehadiran
from hadir.admin import sesi as sesi
