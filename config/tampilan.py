"""How the staff pages look: unfold's settings, put into the settings by `config.settings`."""

from typing import Any

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "HAI LURAH",
    "SITE_HEADER": "HAI LURAH",
    "SITE_SUBHEADER": "Portal kelurahan",
    "SITE_URL": "/",
    "SITE_SYMBOL": "forum",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "DASHBOARD_CALLBACK": "dasbor.admin_beranda.isi_beranda",
    "STYLES": ["dasbor.admin_beranda.gaya_admin"],
    "SCRIPTS": ["dasbor.admin_beranda.skrip_admin"],
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": "dasbor.navigasi.susun",
    },
    "BORDER_RADIUS": "8px",
    "COLORS": {
        "base": {
            "50": "#fbfaf6",
            "100": "#f3f0e7",
            "200": "#e6e2d5",
            "300": "#d9d5c7",
            "400": "#a3ada6",
            "500": "#6d7771",
            "600": "#55605a",
            "700": "#39423d",
            "800": "#252c28",
            "900": "#1d2421",
            "950": "#141916",
        },
        "primary": {
            "50": "#f0f7f3",
            "100": "#e2efe7",
            "200": "#bfdccb",
            "300": "#93c4a9",
            "400": "#6fc69b",
            "500": "#2f855f",
            "600": "#1e6b4a",
            "700": "#1a593e",
            "800": "#164733",
            "900": "#12382a",
            "950": "#0a2218",
        },
    },
}
