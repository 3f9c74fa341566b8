"""A piece is told by its dress, labels, links and offers, and by what stands beside it."""

from articlekit.claims import PageClaims
from articlekit.cleaner import clean
from articlekit.features import Vocabulary
from articlekit.features.context import context_features
from articlekit.features.line import read_line
from articlekit.features.page import Layout, places
from articlekit.features.witness import Witness
from articlekit.model import Claim

_PROSE = "It rained all day in the city, and the river rose by a metre before the lights went out."
_PAGE = f"""<h1>Rain</h1><p><a href=/autor/ana-ruiz>Ana Ruiz</a>{f"<p>{_PROSE}" * 4}
<p>Ana Ruiz is a reporter who writes about rain and rivers.<p>Tags<p><a href=/tag/flood>Flood</a><p>Our newsletter"""


def _names(html: str) -> list[set[str]]:
    document = clean(html)
    claims = PageClaims(claims=(Claim(field="authors", value="Ana Ruiz", source="meta"),))
    layout = Layout(document, 0)
    lines = [read_line(piece.text, Vocabulary()) for piece in document.pieces]
    witness = Witness(document, claims)
    said = {piece.text: witness.features(piece.text, line) for piece, line in zip(document.pieces, lines, strict=True)}
    rows = context_features(document, witness.names, layout, (lines, places(layout, layout.window)), said)
    return [{name for bundle in row for name in bundle} for row in rows]


def test_every_piece_has_all_that_its_context_tells() -> None:
    rows = _names(_PAGE)

    assert {"K=author", "L=person", "FPauthor=h1+20"} <= rows[1]
    assert {"dress=", "F-1K=author"} <= rows[2]
    assert {"Bauthor+", "L+1=topics"} <= rows[6]
    assert {"L=topics", "F+1K=topic"} <= rows[7]
    assert {"K=topic", "L-1=topics", "O+1newsletter"} <= rows[8]
