"""`truenorth …`: the installation, the workspace and the engines from a terminal."""

import sys


def main() -> None:
    from truenorth.cli.app import run

    sys.exit(run(sys.argv[1:]))
