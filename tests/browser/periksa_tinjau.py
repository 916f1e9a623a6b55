"""Pictures of a page for who wants to look: HAI_LURAH_POTRET names the folder."""

import os
from pathlib import Path


def potret(page, nama):
    """Keep a picture where a folder is named; nothing otherwise."""
    folder = os.environ.get("HAI_LURAH_POTRET")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{nama}.png"), full_page=True)
