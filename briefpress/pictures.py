"""Name pictures as their files are called, and show their words in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.i18n import get_image_filename_for_language, search_image_for_language

from briefpress.confinement import is_within, line_in, source_folders
from briefpress.domain import briefs_domain
from briefpress.files import MAX_BYTES, MEDIA_TYPES
from briefpress.languages import language_tag
from briefpress.nodes import picture_words, plain_text
from briefpress.problems import Kind, log_error, log_warning
from briefpress.raster import fault_of, moves_on
from briefpress.svg import BadPicture, Picture, read_picture
from briefpress.translation.transform import Translate

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


_SVG = MEDIA_TYPES[".svg"]

_WEB = re.compile(r"(?!data:|file:)[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_COMPUTER = re.compile(r"file:|[a-z]:|.*\\", re.IGNORECASE | re.DOTALL)

LEAST_LETTERS = 10.0  # pixels, of letters in a picture on a screen


class UnquotePictures(SphinxTransform):
    """Takes back the percent-encoding that MyST-Parser gives to every address: Sphinx looks for a
    file of that very name, and finds none for ``città.png`` or ``<a b.png>``."""

    # After translations are put in (Sphinx's Locale, 20): they name pictures too.
    default_priority = 700

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for image in _local(self.document):
            image["uri"] = _name(image["uri"], self.env)
        for image in self.document.findall(nodes.image):
            image.line = image.attributes.pop("line", 0) or line_in(image)


class ReadPictures(SphinxTransform):
    """Makes messages of the words in a document's SVG pictures."""

    # After the title is set, before Sphinx collects messages (PreserveTranslatableMessages, 10).
    default_priority = 6

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        domain = briefs_domain(self.env)
        least: dict[Path, int] = {}
        for image in list(self.document.findall(nodes.image)):
            image["line"] = image.line or 0  # Sphinx forgets it when it collects messages
            if why := _elsewhere(unquote(image["uri"])):
                log_error(f"{self.document['source']}:{line_in(image)}", Kind.OUTSIDE, "%s", why)
                image.parent.remove(image)
            elif _is_broken_link(file := _unresolved(_name(image["uri"], self.env), self.env)):
                message = "“%s” is a link to a file that is not there; put the picture itself here"
                where = f"{self.document['source']}:{line_in(image)}"
                log_error(where, Kind.PICTURE, message, file.name)
                image.parent.remove(image)
        for image in _local(self.document):
            name = _name(image["uri"], self.env)
            # The picture that Sphinx will take; for translators the one of no language.
            shown = name if domain.extracts else search_image_for_language(name, self.env)
            file = Path(self.env.relfn2path(shown)[1])
            if file.suffix.lower() != ".svg" or not file.is_file():
                continue
            if not is_within(file, [Path(self.env.srcdir)]):
                continue  # `confinement.refuse_outside_files` says why
            image["svg"] = str(file.relative_to(self.env.srcdir).as_posix())
            if file not in least:
                own = self.env.relfn2path(get_image_filename_for_language(name, self.env))[1]
                least[file] = self._add_words(file, is_own=Path(own) == file)
            image["least-width"] = least[file]

    def _add_words(self, file: Path, *, is_own: bool) -> int:
        """Return how wide the picture must be for its letters to be read, in pixels."""
        picture = _read(file)
        if picture is None:
            return 0
        least = picture.least_width(LEAST_LETTERS)
        if is_own:  # a picture for one language is in that language
            return least
        holder = picture_words(file=file.relative_to(self.env.srcdir).as_posix())
        for words in picture.words:
            text = plain_text(words.text, words.text, key="picture")
            text.source, text.line = str(file), words.line
            holder += text
        if holder.children:
            self.document += holder
        return least


def _unresolved(name: str, env: BuildEnvironment) -> Path:
    """Return the file that a document calls *name*, as it is called there: Sphinx follows links."""
    folder = Path(env.doc2path(env.current_document.docname)).parent
    return Path(env.srcdir, name.lstrip("/")) if name.startswith("/") else folder / name


def _name(address: str, env: BuildEnvironment) -> str:
    """Return what the file is called at *address*, which may be the name of one with a “%20”."""
    return address if _unresolved(address, env).is_file() else unquote(address)


def _is_broken_link(file: Path) -> bool:
    return file.is_symlink() and not file.exists()


def _elsewhere(address: str) -> str:
    """Return why *address* is none of a picture, and what to do; nothing if it may be one."""
    if _WEB.match(address):
        return (
            f"the picture “{address}” is read from the web, which a brief must not; save it beside "
            "the brief, and write its name alone"
        )
    if _COMPUTER.match(address):
        return (
            f"“{address}” is a place on one computer alone; put the file beside the brief, and "
            "write its name alone"
        )
    return ""


def _read(file: Path) -> Picture | None:
    try:
        return read_picture(file.read_bytes())
    except BadPicture as fault:
        log_error(f"{file}:{fault.line}", Kind.PICTURE, "the picture cannot be used: %s", fault)
        return None


def check_files(app: Sphinx, document: nodes.document) -> None:
    """Say which pictures of *document* not all readers could see (event ``doctree-read``)."""
    for image in document.findall(nodes.image):
        candidates: dict[str, str] = image.get("candidates", {})
        for kind, name in candidates.items():
            file = Path(app.srcdir, name)
            if kind == "?" or not file.is_file() or not is_within(file, source_folders(app)):
                continue
            where = f"{document['source']}:{line_in(image)}"
            if fault := _fault(file):
                log_error(where, Kind.PICTURE, "the picture “%s” %s", file.name, fault)
            elif MEDIA_TYPES[file.suffix.lower()] != _SVG and moves_on(file):
                log_warning(
                    where,
                    Kind.PICTURE,
                    "the picture “%s” moves, and readers cannot stop it (WCAG 2.2, 2.2.2); let it "
                    "end within five seconds, or save one picture of it: paper has the first",
                    file.name,
                )


def _fault(file: Path) -> str:
    """Return what is wrong with *file*, and what to do; nothing if it can be shown."""
    media_type = MEDIA_TYPES.get(file.suffix.lower())
    if media_type is None:
        return (
            "is of a kind that not all readers' programs show; save a drawing as .svg, a "
            "photograph as .jpg, anything else as .png"
        )
    if file.stat().st_size > MAX_BYTES:
        return f"has more than {MAX_BYTES // 1024**2} MB; save it smaller, about 2000 pixels wide"
    # Of a drawing `_read` says what is wrong with it.
    return "" if media_type == _SVG else fault_of(file, media_type)


class TranslatePictures(SphinxTransform):
    """Draws the pictures with translated words anew; takes the messages out again. Gives pictures
    among words their alternative text back, which is no message of its own (`frontmatter`)."""

    default_priority = Translate.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for image in self.document.findall(nodes.image):
            if "spoken" in image:
                image["alt"] = image.attributes.pop("spoken")
        tag = language_tag(self.config.language)
        drawings: dict[str, str] = {}
        for holder in list(self.document.findall(picture_words)):
            holder.parent.remove(holder)
            texts = [text for text in holder.children if isinstance(text, plain_text)]
            words = {t.rawsource: t.astext() for t in texts if t.get("translated")}
            picture = _read(Path(self.env.srcdir, holder["file"])) if words else None
            if picture is not None:
                drawings[holder["file"]] = picture.translated(words, tag)
        for image in _local(self.document):
            if image.get("svg") in drawings:
                image["drawing"] = drawings[image["svg"]]
                image["stem"] = PurePosixPath(image["svg"]).stem


def _local(document: nodes.document) -> Iterator[nodes.image]:
    """Yield the pictures of *document* that are files."""
    for image in document.findall(nodes.image):
        if "://" not in image["uri"] and not image["uri"].startswith("data:"):
            yield image
