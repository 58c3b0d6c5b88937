"""Files on the page: pictures are seen, tables are saved."""

import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import expect
from slack_sdk import WebClient

from tests.browser.conftest import Visits

pytestmark = pytest.mark.browser
BILLING = "C01BILLING"


def png(width: int, height: int) -> bytes:
    """A blue picture."""
    rows = b"".join(b"\0" + b"\x12\x64\xa3" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )


def test_a_picture_is_shown_and_a_table_is_saved(visit: Visits, client: WebClient) -> None:
    client.files_upload_v2(
        channel=BILLING,
        initial_comment="Cash for 30 days",
        file_uploads=[
            {"filename": "cash.png", "content": png(300, 120), "alt_txt": "Cash by week"},
            {"filename": "open.csv", "content": b"number;amount\n7;12.50\n", "title": "Open"},
        ],
    )
    page = visit(width=360)
    expect(page.get_by_text("Cash for 30 days")).to_be_visible()
    picture = page.get_by_role("img", name="Cash by week")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 300)
    card = page.locator(".file-card")
    expect(card).to_have_text("OpenCSV · 22 bytes")
    with page.expect_download() as saving:
        card.get_by_role("link", name="Download Open").click()
    assert saving.value.suggested_filename == "open.csv"
    assert Path(saving.value.path()).read_bytes() == b"number;amount\n7;12.50\n"


def test_an_image_block_may_show_an_uploaded_file(visit: Visits, client: WebClient) -> None:
    file = client.files_upload_v2(filename="cash.png", content=png(200, 100))["file"]
    assert file is not None
    block = {"type": "image", "slack_file": {"id": file["id"]}, "alt_text": "Cash by week"}
    client.chat_postMessage(channel=BILLING, text="x", blocks=[block])
    picture = visit().get_by_role("img", name="Cash by week")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 200)
