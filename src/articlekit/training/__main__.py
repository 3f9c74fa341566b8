"""Train a model on the command line.

python -m articlekit.training DATA [--without IDS] -o MODEL
"""

from __future__ import annotations

from pathlib import Path

import click

from articlekit.segmenter.model import encode_model
from articlekit.training import train


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--without", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File of page ids to leave out."
)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="Where to write the model."
)
def main(data: Path, without: Path | None, output: Path) -> None:
    """Train a model on the labelled pages of DATA."""
    left_out = frozenset(without.read_text(encoding="utf-8").split()) if without else frozenset()
    model = encode_model(train(data, without=left_out, say=_say))
    output.write_bytes(model)
    _say(f"{output}: {len(model) / 1e6:.1f} MB")


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
