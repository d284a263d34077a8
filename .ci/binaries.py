"""Holds what `sam build` made to two bounds: it runs on Amazon Linux 2023, and its zip is small."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deflate import deflate_compress

GLIBC = (2, 34)  # Amazon Linux 2023 has this one
ZIP_BYTES = 3_800_000


def needs_glibc(bootstrap):
    """The newest version of the C library that a binary asks for."""
    printed = subprocess.run(["readelf", "--version-info", bootstrap], capture_output=True, text=True, check=True).stdout
    return max(tuple(int(n) for n in v.split(".")) for v in re.findall(r"GLIBC_([\d.]+)", printed))


def zipped(bootstrap):
    """How big its zip is: at this level as big as SAM's, by zlib at its own, within a thousandth, in a third of the time."""
    return len(deflate_compress(bootstrap.read_bytes(), 5))


def main():
    built = sorted(Path(sys.argv[1]).glob("*/bootstrap"))
    with ThreadPoolExecutor() as pool:
        sizes = sorted(((size, b) for size, b in zip(pool.map(zipped, built), built)), reverse=True)
    wrong = [f"{b.parent.name}: zip of {size:,} bytes" for size, b in sizes if size > ZIP_BYTES]
    glibc = {b: needs_glibc(b) for b in built}
    wrong += [f"{b.parent.name}: GLIBC {version}" for b, version in glibc.items() if version > GLIBC]
    assert built, "nothing was built"
    for size, bootstrap in sizes[:3] + sizes[-1:]:
        print(f"{bootstrap.parent.name}: {bootstrap.stat().st_size:,} bytes, {size:,} zipped")
    newest = ".".join(map(str, max(glibc.values())))
    print(f"{len(built)} functions, GLIBC {newest} at most, {sum(s for s, _ in sizes):,} bytes zipped in all")
    sys.exit("\n".join(wrong) or None)


if __name__ == "__main__":
    main()
