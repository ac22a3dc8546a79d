"""Write what is generated from the routes and the code: contract/openapi.json and docs/reference."""

from pathlib import Path

from truenorth.cli.context import start_django

CONTRACT = Path(__file__).resolve().parent.parent / "contract/openapi.json"

if __name__ == "__main__":
    start_django()
    from tools.reference import write_pages
    from truenorth.config.contract import render_contract

    CONTRACT.write_text(render_contract())
    write_pages()
