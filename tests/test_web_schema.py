"""Whatever the API is sent, it answers as its description says, and never with a server error."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.web import api
from tests.web_sample import running, sample_app, visiting

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12  # of well-formed requests an operation, and as many of malformed ones


def _described() -> FastAPI:
    app = FastAPI()
    app.include_router(api.router())
    api.describe(app)
    return app


SCHEMA = schemathesis.openapi.from_dict(_described().openapi())
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations()}

GOOD, BAD = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE
CASES = [
    (label, mode)
    for label, operation in OPERATIONS.items()
    for mode in (GOOD, BAD)
    if mode is GOOD or [*operation.iter_parameters(), *operation.body]  # nothing given, nothing malformed
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    app = sample_app(tmp_path_factory.mktemp("library"))
    with running(app, lifespan="off") as address, visiting(address) as client:  # nothing uploaded is read
        client.headers["x-csrf-token"] = client.get("/api/v1/me").json()["csrf"]
        yield client


@pytest.mark.parametrize(("label", "mode"), CASES, ids=lambda value: str(getattr(value, "value", value)))
def test_every_operation_answers_as_described(
    label: str, mode: schemathesis.GenerationMode, client: httpx.Client
) -> None:
    operation = OPERATIONS[label]

    @settings(
        max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        response = case.call(
            base_url=str(client.base_url),
            headers={"x-csrf-token": client.headers["x-csrf-token"]},
            cookies=dict(client.cookies),
        )
        case.validate_response(response, checks=CHECKS)

    send()
