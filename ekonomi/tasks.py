from ekonomi.tugas.omzet import omzet as omzet
