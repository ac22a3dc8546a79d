"""The API's contract as a file: generated from the routes, committed, and held against them in CI."""

import json


def render_contract() -> str:
    from truenorth.config.api import api

    schema = api.get_openapi_schema(path_prefix="/api/")
    schema["info"]["version"] = "1"  # the contract changes with the routes, not with each release
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
