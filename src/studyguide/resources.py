"""Where the shipped layouts and the sample course are: in the wheel, else in the repository.

They stand once in the repository, at its top; the wheel holds the same files beside
the code.
"""

from pathlib import Path

_HERE = Path(__file__).parent
_WHEEL = _HERE / "_data"
_REPOSITORY = _HERE.parent.parent


def layouts_folder() -> Path:
    """Give the folder of the shipped layouts."""
    return _WHEEL / "layouts" if _WHEEL.is_dir() else _REPOSITORY / "layouts"


def sample_folder() -> Path:
    """Give the `content` folder of the sample course."""
    return _WHEEL / "course" if _WHEEL.is_dir() else _REPOSITORY / "content"
