"""Files: announced, uploaded, then shared, the way Slack has wanted it since 2024."""

import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bot.demo.slack import seed
from bot.demo.slack.errors import SlackError
from bot.demo.slack.workspace import Workspace

MOST_BYTES = 20_000_000


@dataclass(slots=True)
class StoredFile:
    """A file with what is known about it."""

    id: str
    name: str
    secret: str
    created: int
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None  # None until it was uploaded
    shares: dict[str, list[dict[str, str]]] = field(default_factory=dict)  # channel -> messages

    @property
    def mimetype(self) -> str:
        """What kind of file it is, judged by its name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def shown(self, base: str) -> dict[str, Any]:
        """Return the file object of Slack's answers."""
        private = f"{base}/files-pri/{seed.TEAM_ID}-{self.id}"
        name = quote(self.name, safe="")
        described = {"alt_txt": self.alt_text} if self.alt_text else {}
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": self.name.rpartition(".")[2].lower(),
            "pretty_type": self.name.rpartition(".")[2].upper(),
            "user": seed.BOT_USER,
            "size": len(self.content or b""),
            "mode": "hosted",
            "url_private": f"{private}/{name}",
            "url_private_download": f"{private}/download/{name}",
            "channels": list(self.shares),
            "shares": {"public": {place: list(one) for place, one in self.shares.items()}},
            **described,
        }


class Files:
    """Every file that was announced."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._files: dict[str, StoredFile] = {}

    def announce(self, name: str, alt_text: str = "") -> StoredFile:
        """Make room for a file that is going to be uploaded."""
        made = StoredFile(
            self._workspace.number("F"),
            name,
            self._workspace.secret(),
            int(self._workspace.now()),
            alt_text=alt_text,
        )
        self._files[made.id] = made
        return made

    def find(self, file_id: str) -> StoredFile:
        """Return a file that was uploaded, or refuse."""
        file = self._files.get(file_id)
        if file is None or file.content is None:
            raise SlackError("file_not_found")
        return file

    def named(self, reference: Mapping[str, Any]) -> StoredFile:
        """Return the file an image block means, by id or by its private address."""
        url = str(reference.get("url", ""))
        return self.find(str(reference.get("id") or url.rpartition("/")[0].rpartition("-")[2]))

    def store(self, file_id: str, secret: str, content: bytes) -> None:
        """Take the content of an announced file."""
        file = self._files.get(file_id)
        if file is None or file.secret != secret:
            raise SlackError("file_not_found")
        if len(content) > MOST_BYTES:
            raise SlackError("file_too_large")
        file.content = content
