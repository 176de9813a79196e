"""Names for the array types of this floor, for annotations only (numpy is not imported at run time)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating[Any]]
    Integers = npt.NDArray[np.integer[Any]]
    Keys = npt.NDArray[np.uint64]
    Flags = npt.NDArray[np.bool_]
