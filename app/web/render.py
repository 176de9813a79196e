"""Pages from templates: everything that goes in is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.people import Role
from app.web.state import visit_of
from app.web.words import phrase

TEMPLATES = Path(__file__).with_name("templates")


@cache
def environment() -> Environment:
    """Returns the templates; a name that is not given is an error, not an empty place."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Returns a page; besides the values the template knows visit, person, language, csrf, path, Role and say(key)."""
    visit = visit_of(request)

    def say(key: str, **words: object) -> str:
        return phrase(key, visit.language, **words)

    text = (
        environment()
        .get_template(template)
        .render(
            visit=visit,
            person=visit.person,
            language=visit.language,
            csrf=visit.csrf,
            path=request.url.path,
            query=request.url.query,
            Role=Role,
            say=say,
            **values,
        )
    )
    return HTMLResponse(text, status_code=status)
