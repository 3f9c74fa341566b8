"""Train a model on the command line, or report how far one can be trusted on pages that it has not seen.

python -m articlekit.training DATA [--without IDS] -o MODEL
python -m articlekit.training DATA [--without IDS] --report [--folds 5 | --by set]
"""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict, Unpack

import click

from articlekit.segmenter.model import encode_model
from articlekit.training import read_rows, train
from articlekit.training.report import write_report
from articlekit.training.trials import parts_by_set, parts_by_site, try_parts


class _How(TypedDict):
    """What --report is to do."""

    report: bool
    folds: int
    by: str


@click.command()
@click.argument("data", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--without", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="File of page ids to leave out."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Where to write the model.")
@click.option("--report", is_flag=True, help="Cross-validate instead, and print what confidences are worth.")
@click.option("--folds", type=click.IntRange(min=2), default=5, show_default=True, help="Parts, for --report.")
@click.option(
    "--by",
    type=click.Choice(["site", "set"]),
    default="site",
    show_default=True,
    help="What a part is, for --report: a fold of sites, or a set of pages.",
)
def main(data: Path, without: Path | None, output: Path | None, **how: Unpack[_How]) -> None:
    """Train a model on the labelled pages of DATA."""
    left_out = frozenset(without.read_text(encoding="utf-8").split()) if without else frozenset()
    if not output and not how["report"]:
        raise click.UsageError("say where to write the model (-o MODEL), or what else to do (--report)")
    if how["report"]:
        rows = [row for row in read_rows(data) if row.id not in left_out]
        parts = parts_by_set(rows) if how["by"] == "set" else parts_by_site(rows, how["folds"])
        for line in write_report(try_parts(data, parts, left_out=left_out, say=_say)):
            click.echo(line)
    if output:
        model = encode_model(train(data, without=left_out, say=_say))
        output.write_bytes(model)
        _say(f"{output}: {len(model) / 1e6:.1f} MB")


def _say(line: str) -> None:
    click.echo(line, err=True)


if __name__ == "__main__":
    main()
