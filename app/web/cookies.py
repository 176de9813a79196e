"""The one cookie that matters: who the visitor is, for the server alone to read."""

from __future__ import annotations

from app.web.settings import WebSettings


def cookie_name(settings: WebSettings) -> str:
    """Returns its name; browsers take `__Host-` from this very host over HTTPS alone."""
    return "__Host-xietong" if settings.secure else f"xietong-{settings.port}"


def cookie(settings: WebSettings, visitor: str) -> str:
    """Returns the header that sets it; it ends with the browser's session."""
    secure = "; Secure" if settings.secure else ""
    return f"{cookie_name(settings)}={visitor}; Path=/; HttpOnly; SameSite=Lax{secure}"
