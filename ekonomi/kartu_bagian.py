"""Sections of a household's card, in their order; each part adds its line before `timeline`."""

BAGIAN = (
    "ekonomi.kartu.members",
    "ekonomi.kartu.businesses",
    "ekonomi.kartu.potential",
    "ekonomi.kartu.programmes",
    "ekonomi.kartu.aid",
    "ekonomi.kartu.checks",
    "ekonomi.kartu_omzet.turnover",
    "ekonomi.kartu_omzet.steps",
    "ekonomi.kartu.timeline",
)
