"""The settings of a run, and the keys under which its results count as made."""

from __future__ import annotations

from dataclasses import dataclass

from app.work import EXTRACT_VERSION, LEVEL_VERSION, shared_coder


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How files are read: OCR of scans, worker processes, limits of one file, a model of one's own, whether the
    encoder is asked too, whether mentions and codes are wanted."""

    ocr: bool = True
    workers: int = 0  # 0: one per core
    seconds: float = 300.0
    megabytes: int = 4096
    model: str = ""
    careful: bool = False
    entities: bool = True
    codes: bool = True

    @property
    def read_key(self) -> str:
        """The key under which a file counts as read."""
        return f"extract{EXTRACT_VERSION}:ocr={int(self.ocr)}"

    @property
    def label_key(self) -> str:
        """The key under which a document counts as labelled."""
        return f"level{LEVEL_VERSION}:{shared_coder(self.model, careful=self.careful).version}"
