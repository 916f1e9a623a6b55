from hadir.services.kehadiran import (
    PresensiDitolak as PresensiDitolak,
)
from hadir.services.kehadiran import (
    SesiTerkunci as SesiTerkunci,
)
from hadir.services.kehadiran import (
    SesiTertutup as SesiTertutup,
)
from hadir.services.kehadiran import (
    cancel_hadir as cancel_hadir,
)
from hadir.services.kehadiran import (
    count_hadir as count_hadir,
)
from hadir.services.kehadiran import (
    hadir_di as hadir_di,
)
from hadir.services.kehadiran import (
    record_hadir as record_hadir,
)
from hadir.services.kode import (
    current_kode as current_kode,
)
from hadir.services.kode import (
    find_by_angka as find_by_angka,
)
from hadir.services.kode import (
    find_by_kode as find_by_kode,
)
from hadir.services.kode import (
    qr_svg as qr_svg,
)
from hadir.services.sesi import (
    close_sesi as close_sesi,
)
from hadir.services.sesi import (
    lock_sesi as lock_sesi,
)
from hadir.services.sesi import (
    move_sesi as move_sesi,
)
from hadir.services.sesi import (
    open_sesi as open_sesi,
)
from hadir.services.sesi import (
    reopen_sesi as reopen_sesi,
)
from hadir.services.sesi import (
    schedule_sesi as schedule_sesi,
)
