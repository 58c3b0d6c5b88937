"""Where files go in and come out: uploads, downloads with the bot's token, and the page."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.demo.slack import seed
from bot.demo.slack.arguments import read_parts
from bot.demo.slack.errors import SlackError
from bot.demo.slack.files import StoredFile
from bot.demo.slack.parts import Parts

# what a browser may show by itself; anything else, SVG too, is only downloaded
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


class FileDoors:
    """The addresses of files."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def routes(self) -> list[BaseRoute]:
        """Return the ways in and out."""
        return [
            Route("/upload/{file_id}/{secret}", self.upload, methods=["POST", "PUT"]),
            Route("/files-pri/{place}/{name}", self.download),
            Route("/files-pri/{place}/download/{name}", self.download),
            Route("/page/files/{file_id}", self.show),
        ]

    async def upload(self, request: Request) -> Response:
        """Take the content of an announced file, raw or as a form."""
        body, content_type = await request.body(), request.headers.get("content-type", "")
        if content_type.startswith("multipart/form-data"):
            contents = [part.get_payload(decode=True) for part in read_parts(content_type, body)]
            body = next((one for one in contents if isinstance(one, bytes)), b"")
        try:
            where = request.path_params
            self._parts.files.store(where["file_id"], where["secret"], body)
        except SlackError as error:
            return PlainTextResponse(error.code, 404)
        return PlainTextResponse(f"OK - {len(body)}")

    async def download(self, request: Request) -> Response:
        """Give a file to the bot; who has no token is sent to the front door, as by Slack."""
        if request.headers.get("authorization", "") != f"Bearer {seed.BOT_TOKEN}":
            return RedirectResponse("/", 302)
        file_id = request.path_params["place"].rpartition("-")[2]
        return self._give(file_id, inline=False)

    async def show(self, request: Request) -> Response:
        """Give a file to the page: pictures to look at, the rest to save."""
        return self._give(request.path_params["file_id"], inline=True)

    def _give(self, file_id: str, *, inline: bool) -> Response:
        try:
            file = self._parts.files.find(file_id)
        except SlackError as error:
            return PlainTextResponse(error.code, 404)
        headers = {"Content-Disposition": f'attachment; filename="{_safe(file.name)}"'}
        if inline and file.mimetype in _PICTURES:
            headers = {"Content-Disposition": "inline"}
        return Response(file.content, media_type=_media(file), headers=headers)


def _media(file: StoredFile) -> str:
    known = file.mimetype in _PICTURES or file.mimetype == "text/csv"
    return file.mimetype if known else "application/octet-stream"


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name)
