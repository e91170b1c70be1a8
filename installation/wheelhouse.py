"""Collect our wheel and every wheel that it needs on one platform, to install without internet.

`python -m installation.wheelhouse WHEEL FOLDER PLATFORM PYTHON` takes what `requirements.txt` locks
for that platform and Python, checks its hashes, and puts an installation script beside it.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

__all__ = ["PLATFORMS", "Platform", "collect", "locked_for", "main"]

HERE = Path(__file__).parent
LOCK = HERE.parent / "requirements.txt"


@dataclass(frozen=True)
class Platform:
    """Where the wheels are for.

    Attributes:
        tags: the names that wheels have for it, the newest first.
        script: the file that installs there.
        system: `sys.platform`, `platform.system()` and `os.name` there.
        machine: `platform.machine()` there.
    """

    tags: tuple[str, ...]
    script: str
    system: tuple[str, str, str]
    machine: str

    def environment(self, python: str) -> dict[str, str]:
        """What the markers in the lock are true of, with a Python like `3.12`."""
        sys_platform, system, os_name = self.system
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{python}.0",
            "os_name": os_name,
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": system,
            "platform_version": "",
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": sys_platform,
        }


def _linux(machine: str) -> Platform:
    # glibc 2.28 is that of Debian 10 and RHEL 8; pyarrow and numpy have no wheels for older ones.
    tags = (f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1))
    return Platform(
        (*tags, f"manylinux2014_{machine}"), "install.sh", ("linux", "Linux", "posix"), machine
    )


PLATFORMS = {
    "win_amd64": Platform(("win_amd64",), "install.cmd", ("win32", "Windows", "nt"), "AMD64"),
    "manylinux_x86_64": _linux("x86_64"),
    "manylinux_aarch64": _linux("aarch64"),
    "macosx_arm64": Platform(
        ("macosx_14_0_arm64",), "install.sh", ("darwin", "Darwin", "posix"), "arm64"
    ),
}


def locked_for(lock: str, environment: Mapping[str, str]) -> Iterator[str]:
    r"""The lines of a lock that hold in an environment, without their markers.

    >>> lock = "numpy==2.4.6 ; python_full_version < '3.12' \\\n    --hash=sha256:12ab\n"
    >>> list(locked_for(lock, PLATFORMS["win_amd64"].environment("3.11")))
    ['numpy==2.4.6 --hash=sha256:12ab']
    >>> list(locked_for(lock, PLATFORMS["win_amd64"].environment("3.12")))
    []
    """
    for line in re.sub(r"\\\n", " ", lock).splitlines():
        pin, *hashes = line.split(" --hash=")
        requirement = Requirement(pin)
        if requirement.marker is None or requirement.marker.evaluate(environment):
            pinned = f"{requirement.name}{requirement.specifier}"
            yield " --hash=".join([pinned, *(digest.strip() for digest in hashes)])


def collect(wheel: Path, folder: Path, platform: Platform, python: str, lock: Path = LOCK) -> None:
    """Fill a folder: `wheels/`, `requirements.txt` with the hash of each, and the script.

    Raises:
        subprocess.CalledProcessError: pip found no wheel of the locked hashes; it says for what.
    """
    shutil.rmtree(folder, ignore_errors=True)
    wheels, wanted = folder / "wheels", folder / "requirements.txt"
    wheels.mkdir(parents=True)
    lines = locked_for(lock.read_text(encoding="utf-8"), platform.environment(python))
    wanted.write_text("\n".join(lines), encoding="utf-8")
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", "--dest", str(wheels)]
    target = [*tags, "--implementation", "cp", "--python-version", python]
    subprocess.run([*download, *options, *target, "--requirement", str(wanted)], check=True)
    shutil.copy(wheel, wheels)
    found = "".join(f"{_pinned(path)}\n" for path in sorted(wheels.iterdir()))
    wanted.write_text(found, encoding="utf-8")
    script = (HERE / platform.script).read_text(encoding="ascii").replace("@PYTHON@", python)
    ends = "\r\n" if platform.script.endswith(".cmd") else "\n"
    (folder / platform.script).write_text(script, encoding="ascii", newline=ends)


def _pinned(wheel: Path) -> str:
    name, version = wheel.name.split("-")[:2]
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"


def main() -> None:
    """Collect what the command line asks for."""
    wheel, folder, platform, python = sys.argv[1:]
    if platform not in PLATFORMS:
        sys.exit(f"PLATFORM is one of {', '.join(PLATFORMS)}, not {platform}")
    collect(Path(wheel), Path(folder), PLATFORMS[platform], python)
    print(f"{folder}: copy it, and run {PLATFORMS[platform].script} in it")


if __name__ == "__main__":
    main()
