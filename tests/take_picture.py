"""Take the picture of the report that README shows.

    python tests/take_picture.py

In: a fixture page. Out: `fixtures/entrevista-astillero/report.png`, as Chromium shows the report. It needs the extra
`test` and a Chromium on the path.
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import articlekit

_FIXTURE = Path(__file__).parent.parent / "fixtures" / "entrevista-astillero"
_TOP = ".row:has-text('Entrevista')"
"""What stands at the top of the picture: what comes before it is the site's navigation."""
_SIZE = {"width": 1280, "height": 800}


def take_picture(output: Path) -> None:
    """Write the report of the fixture page, open it, and photograph it with one block chosen."""
    article = articlekit.extract(
        (_FIXTURE / "page.html").read_bytes(), url="https://elfaro.example/cultura/entrevista.html", reasons=True
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        report = Path(folder) / "report.html"
        report.write_text(article.to_report(), encoding="utf-8")
        chromium = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport=_SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto(report.as_uri())
        page.wait_for_selector("html[data-ready]")
        page.get_by_text("Carmen Otero, el pasado jueves").first.click()
        page.locator(_TOP).first.evaluate("row => row.scrollIntoView({block: 'start'})")
        page.mouse.move(0, 0)
        page.screenshot(path=output)
        chromium.close()


if __name__ == "__main__":
    take_picture(_FIXTURE / "report.png")
