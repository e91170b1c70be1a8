"""A folder of wheels that stands for the index on some later day: a newer version of everything.

The wheels have the metadata of what is installed here and nothing in them, so that installing them
takes seconds; only the packages that build ours are whole.
"""

import base64
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
USERS, DEVELOPERS, BUILD = (ROOT / f"requirements{which}.txt" for which in ("", "-dev", "-build"))
LATER = "9999"
_PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)

Digests = dict[tuple[str, str], str]


def pins(lock: Path) -> list[tuple[str, str]]:
    """The names and versions that a lock names, for every platform."""
    return _PIN.findall(lock.read_text(encoding="utf-8"))


def make_index(folder: Path) -> Digests:
    """Write a wheel of each locked package and one of a later version; their SHA-256."""
    whole = {name for name, _ in pins(BUILD)}
    wanted = {pin for lock in (USERS, DEVELOPERS, BUILD) for pin in pins(lock)}
    wanted |= {(name, LATER) for name, _ in wanted}
    return {pin: _wheel(folder, *pin, whole=pin[0] in whole) for pin in sorted(wanted)}


def doctored_lock(lock: Path, digests: Digests) -> str:
    """The lock with the same names, versions and markers, and the hashes of these wheels."""
    lines = [
        line.rstrip(" \\") + f" --hash=sha256:{digests[pin.group(1), pin.group(2)]}"
        for line in lock.read_text(encoding="utf-8").splitlines()
        if (pin := _PIN.match(line))
    ]
    return "\n".join(lines) + "\n"


def only_from(folder: Path) -> dict[str, str]:
    """The environment of a pip that knows this index and no other."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    only = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(folder)}
    return kept | only


def install_pip(folder: Path, requirement: str) -> None:
    """Put a pip into a folder; this asks the real index."""
    command = [sys.executable, "-m", "uv", "pip", "install", "--target", str(folder), requirement]
    subprocess.run(command, check=True, capture_output=True, text=True)


def _wheel(folder: Path, name: str, version: str, *, whole: bool) -> str:
    stem = f"{name.replace('-', '_')}-{version}"
    files = {f"{stem}.dist-info/WHEEL": b"Wheel-Version: 1.0\nTag: py3-none-any\n"}
    files[f"{stem}.dist-info/METADATA"] = _metadata(name, version).encode()
    if whole:
        files |= _files(distribution(name))
    record = "".join(f"{path},sha256={_short(body)},{len(body)}\n" for path, body in files.items())
    files[f"{stem}.dist-info/RECORD"] = f"{record}{stem}.dist-info/RECORD,,\n".encode()
    path = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, body in files.items():
            archive.writestr(inside, body)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _metadata(name: str, version: str) -> str:
    """What the installed package says of itself, with this version; little of one for elsewhere."""
    try:
        text = distribution(name).read_text("METADATA") or ""
    except PackageNotFoundError:
        text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    return re.sub(r"^Version: .*$", f"Version: {version}", text, count=1, flags=re.MULTILINE)


def _files(installed: Distribution) -> dict[str, bytes]:
    own = [file for file in installed.files or [] if ".." not in file.parts]
    return {
        file.as_posix(): file.read_binary()
        for file in own
        if ".dist-info" not in file.parts[0] and file.suffix != ".pyc"
    }


def _short(body: bytes) -> str:
    digest = hashlib.sha256(body).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
