"""How the web shows where a document comes from."""

from __future__ import annotations

import re


def shown_source(source: str, *, whole: bool) -> str:
    """Returns a source as stored, or, for those whom the folders of this machine do not concern, its last part.

    >>> shown_source("/home/li/文件/包.zip!内/通知.txt", whole=False)
    '包.zip!内/通知.txt'
    """
    if whole:
        return source
    path, mark, member = source.partition("!")
    return re.split(r"[\\/]", path)[-1] + mark + member
