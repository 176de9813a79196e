"""Web pages: the document on the page, without the page around it.

1. decode (mark, meta charset, guess); 2. drop what is not shown; 3. read the header tables and meta
tags into hints; 4. find the element that holds the document; 5. write its blocks as lines, its
data tables as tables; 6. where the parser gave up (nested too deep) strip the tags.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from email import message_from_bytes
from html import unescape
from typing import Any, TypeAlias

from lxml import etree, html

from corpus.errors import ReadError
from extract.html_blocks import tidy, write_blocks
from extract.html_head import head_hints, is_header_table, loose_hints, table_hints
from extract.raw import Draft, Hint, Raw
from extract.text import MAX_TEXT_BYTES, decode

Element: TypeAlias = Any  # lxml carries no types

# Containers used by government sites' editors, tried in this order.
CONTENT_IDS = (
    "UCAP-CONTENT",
    "zoom",
    "Zoom",
    "ozoom",
    "fontzoom",
    "zoomcon",
    "js_content",
    "article-content",
    "NewsContent",
)
CONTENT_CLASSES = (
    "TRS_Editor",
    "trs_editor_view",
    "pages_content",
    "article-content",
    "TRS_UEDITOR",
    "view",
    "fulltext",
)
TITLE_CLASSES = ("article-title", "title", "tit", "con_title", "arti_title", "xxgk_title")
SHARE = 0.95  # of the sentences of the page: below it the walk down stops

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|footer|foot|breadcrumbs?|crumbs?|copyright|share|sharebox|menu|sidebar|qrcode|"
    r"ewm|pagination|related|recommend|search|toolbar|print|header|top-?bar|bdsharebuttonbox)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LEAVES = frozenset({"p", "table", "tbody", "tr", "ul", "ol", "span", "pre"})
_SENTENCE = re.compile(r"[。；：，、！？]|[.,;:]\s")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # not allowed in XML: lxml refuses them
_SCRIPTS = re.compile(r"<(script|style|title|noscript)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BLOCK_TAG = re.compile(r"</?(?:p|div|br|li|td|tr|h[1-6]|table|ul|ol|section|article)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "iframe",
    "form",
    "select",
    "button",
    "input",
    "textarea",
    "object",
)


def read_html(data: bytes) -> Raw:
    """Returns the document on a web page with the hints of its header table and meta tags.

    Raises:
        ReadError: `too_large`, `damaged` where no element can be parsed, `unreadable`.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise ReadError("too_large", f"a page of {len(data) // 1_000_000} MB")
    root = parse_html(unpack_archive(data))
    hints = list(head_hints(root))
    body = root.find("body") if root.tag == "html" else root
    if body is None:
        raise ReadError("no_text", "the page has no body")
    _drop_unseen(body)
    for table in [table for table in body.iter("table") if is_header_table(table)]:
        hints = [*table_hints(table), *hints]
        _remove(table)
    content = find_content(body)
    hints = [*hints, *loose_hints(body, content)]
    draft = Draft("html")
    _write_title(draft, body, content, hints)
    size = draft.size
    write_blocks(draft, content)
    if draft.size == size and not body.xpath("string()").strip():
        _write_stripped(draft, data)
    return draft.finish(hints=tuple(hints))


def unpack_archive(data: bytes) -> bytes:
    """Returns the page within a web archive (.mht, one MIME message); other data as they are."""
    if not is_archive(data):
        return data
    for part in message_from_bytes(data).walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            charset = part.get_content_charset()
            # The charset stands in the part's head, not in the page: say it with a byte order mark.
            return content if not charset else _with_mark(content, charset)
    raise ReadError("no_text", "the web archive holds no page")


def is_archive(data: bytes) -> bool:
    """Whether the data begin like a MIME message that holds a web page."""
    head = data[:2000].lower()
    return b"mime-version:" in head and b"content-type: multipart/related" in head


def _with_mark(content: bytes, charset: str) -> bytes:
    try:
        return BOM_UTF8 + content.decode("gb18030" if charset.startswith("gb") else charset).encode("utf-8")
    except (UnicodeDecodeError, LookupError):
        return content


def parse_html(data: bytes) -> Element:
    """Returns the root element of a page.

    Raises:
        ReadError: `damaged` where nothing can be parsed.
    """
    text = _decode_page(data)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)  # lxml refuses text with an encoding declaration
    text = _CONTROLS.sub(" ", text)
    parser = html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise ReadError("damaged", f"not a web page ({error})") from error
    return root


def _decode_page(data: bytes) -> str:
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        found = _CHARSET.search(data[:4096])
        if found:
            encoding = found.group(1).decode("ascii").lower()
            encoding = "gb18030" if encoding.startswith("gb") else encoding
            try:
                return data.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                pass
    return decode(data)


def _drop_unseen(body: Element) -> None:
    """Removes scripts, hidden elements and the parts of a site's frame."""
    for element in list(body.iter(*_DROPPED, "nav", "footer", "aside")):
        _remove(element)
    for element in list(body.iterdescendants()):
        if not isinstance(element.tag, str):
            continue
        if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
            _remove(element)
            continue
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (
            names != " "
            and _BOILERPLATE.search(names)
            and _weigh(element)[element] < 200
            and element.find(".//h1") is None
            and not any(is_header_table(table) for table in element.iter("table"))
        ):
            _remove(element)


def _remove(element: Element) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def find_content(body: Element) -> Element:
    """Returns the element that holds the document: a known container, else by its share of sentences."""
    weights = _weigh(body)
    total = weights[body]
    for candidate in _known_containers(body):
        if weights.get(candidate, 0) >= 0.6 * total > 0:
            return candidate
    found = body
    while True:
        heavy = next((child for child in found if weights.get(child, 0) >= SHARE * total > 0), None)
        if heavy is None or (heavy.tag in _LEAVES and heavy.find(".//p") is None):
            return found
        found = heavy


def _known_containers(body: Element) -> list[Element]:
    found = [body.get_element_by_id(name, None) for name in CONTENT_IDS]
    for name in CONTENT_CLASSES:
        found += body.find_class(name)[:3]
    return [element for element in found if element is not None]


def _weigh(body: Element) -> dict[Element, int]:
    """Returns for every element the number of characters in punctuated text outside links."""
    weights: dict[Element, int] = {}
    for node in reversed(list(body.iter(etree.Element))):  # children before their parents
        weight = weights.get(node, 0)
        if node.text and node.tag != "a" and _SENTENCE.search(node.text):
            weight += len(node.text.strip())
        weights[node] = weight
        if node is not body:
            if node.tail and _SENTENCE.search(node.tail):
                weight += len(node.tail.strip())
            parent = node.getparent()
            weights[parent] = weights.get(parent, 0) + weight
    return weights


def _write_stripped(draft: Draft, data: bytes) -> None:
    """Adds the text between the tags, a line for every block."""
    text = _SCRIPTS.sub(" ", _decode_page(data))
    text = unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", text)))
    for line in filter(None, map(tidy, text.split("\n"))):
        draft.add_line(line)


def _write_title(draft: Draft, body: Element, content: Element, hints: list[Hint]) -> None:
    """Adds the page's title as first line where it stands outside the content element."""
    head = _squeeze("".join(content.itertext())[:3000])
    shown = [hint.value for hint in hints if hint.name == "title" and hint.source == "header_table"]
    marked = [
        *body.iter("h1"),
        *(element for name in TITLE_CLASSES for element in body.find_class(name)),
        *body.iter("h2"),
    ]
    for element in marked:
        text = _text(element)
        if 6 <= len(text) <= 150 and element is not content and content not in element.iterancestors():
            shown.append(text)
    if shown and not any(_squeeze(title)[:12] in head for title in shown):
        draft.add_line(shown[0])


def _text(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _squeeze(text: str) -> str:
    return re.sub(r"[\s　]+", "", text)
