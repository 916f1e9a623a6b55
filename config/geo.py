"""Where GEOS and GDAL are: in the wheels of shapely and pyogrio, unless the environment says."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any


def library_paths(env: Any) -> tuple[str | None, str | None]:
    """(GEOS_LIBRARY_PATH, GDAL_LIBRARY_PATH); None where Django should look by itself."""
    return (
        env.str("GEOS_LIBRARY_PATH", default=_in_wheel("shapely", "libgeos_c-*")),
        env.str("GDAL_LIBRARY_PATH", default=_in_wheel("pyogrio", "libgdal*")),
    )


def _in_wheel(package: str, pattern: str) -> str | None:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    found = sorted(folder.parent.glob(f"{package}.libs/{pattern}")) + sorted(
        folder.glob(f".dylibs/{pattern.replace('-', '')}")
    )
    return str(found[0]) if found else None
