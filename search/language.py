"""The query language: words, "phrases", AND OR NOT, -, parentheses, field:value, 2015..2018, word~, word*.

query  = all { OR all }          all  = one { [AND] one }
one    = [NOT | -] ( "(" query ")" | field:value | "phrase" | word )
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from corpus.errors import XietongError
from extract.numbers import parse_number

FIELDS = (
    "text",
    "title",
    "heading",
    "issuer",
    "number",
    "category",
    "level",
    "province",
    "year",
    "type",
    "topic",
    "address",
    "document",
)
_MOST_TOKENS = 200
_MOST_CHARACTERS = 1000
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_TOKEN = re.compile(
    r"""\s*(?:(?P<open>[(（])|(?P<close>[)）])|(?P<or>\|\||OR\b|或者\b)|(?P<and>&&|AND\b)|(?P<not>NOT\b|[-！!](?=\S))
    |(?P<field>[a-zA-Z]+)[:：]|["“”](?P<phrase>[^"“”]*)["“”]
    |(?P<word>(?:[^\s()（）"“”])+))""",
    re.VERBOSE,
)
_NUMBER = re.compile(  # 国办发〔2014〕58号, 国令第707号
    r"[\u4e00-\u9fff]{1,14}[ ]?[〔﹝［\[【（(][ ]?[0-9０-９]{4}[ ]?[〕﹞］\]】）)][ ]?第?[ ]?[0-9０-９]{1,4}[ ]?[号號]"
    r"|[\u4e00-\u9fff]{1,20}(?:令|公告)[ ]?第?[ ]?[0-9０-９]{1,4}[ ]?[号號]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Text to look up: as words (`phrase` false) or exactly as it stands."""

    text: str
    field: str = ""
    phrase: bool = False
    fuzzy: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """What must not be found."""

    part: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class All:
    """Parts that must all be found; `explicit`: the query says AND."""

    parts: tuple[Node, ...]
    explicit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Any:
    """Parts of which one must be found."""

    parts: tuple[Node, ...]


Node: TypeAlias = "Word | Not | All | Any"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str


def parse_query(query: str) -> Node | None:
    """Returns the query as a tree, or None where it is blank.

    A document number is taken as one phrase, whatever its brackets.

    Raises:
        XietongError: the query is not well formed; the hint says what to change.
    """
    tokens = _tokens(query)
    if not tokens:
        return None
    node, rest = _any(tokens, 0)
    if rest != len(tokens):
        raise XietongError("the query has a ) without its (", hint="remove it, or put the text in quotation marks")
    return node


def _tokens(query: str) -> list[_Token]:
    if query.count('"') % 2 or query.count("“") != query.count("”"):
        raise XietongError("a quotation mark is not closed", hint='write "…" around the phrase')
    if _SURROGATE.search(query):
        raise XietongError("the query holds half a character", hint="type it again")
    if len(query) > _MOST_CHARACTERS:
        raise XietongError(f"the query has more than {_MOST_CHARACTERS} characters", hint="make it shorter")
    tokens: list[_Token] = []
    position = 0
    while position < len(query):
        if query[position].isspace():
            position += 1
            continue
        number = _NUMBER.match(query, position)
        if number:
            parsed = parse_number(number.group())
            tokens.append(_Token(kind="phrase", text=parsed.value if parsed else number.group()))
            position = number.end()
            continue
        match = _TOKEN.match(query, position)
        if match is None or match.lastgroup is None:
            break
        kind, text, end = match.lastgroup, match.group(match.lastgroup), match.end()
        if kind == "word":
            inner = _NUMBER.search(query, position)  # a number may begin within the word
            if inner and inner.start() < end:
                end = inner.start()
                text = query[position:end]
        elif kind == "field":
            if text.lower() in FIELDS:
                text = text.lower()
            else:  # `http:` is not a field
                kind = "word"
        tokens.append(_Token(kind=kind, text=text))
        position = end
        if len(tokens) > _MOST_TOKENS:
            raise XietongError(f"the query has more than {_MOST_TOKENS} parts", hint="make it shorter")
    return [token for token in tokens if token.kind != "phrase" or token.text.strip()]


def _any(tokens: list[_Token], at: int) -> tuple[Node, int]:
    first, at = _all(tokens, at)
    parts = [first]
    while at < len(tokens) and tokens[at].kind == "or":
        part, at = _all(tokens, at + 1)
        parts.append(part)
    return (parts[0] if len(parts) == 1 else Any(parts=tuple(parts))), at


def _all(tokens: list[_Token], at: int) -> tuple[Node, int]:
    parts: list[Node] = []
    explicit = False
    while at < len(tokens) and tokens[at].kind not in ("or", "close"):
        if tokens[at].kind == "and":
            if not parts or at + 1 == len(tokens) or tokens[at + 1].kind in ("and", "or", "close"):
                raise XietongError("AND stands between two things", hint="a AND b")
            explicit = True
            at += 1
            continue
        part, at = _one(tokens, at)
        parts.append(part)
    if not parts:
        raise XietongError("something is missing beside OR or inside ( )", hint="a OR b, (a b) NOT c")
    return (parts[0] if len(parts) == 1 else All(parts=tuple(parts), explicit=explicit)), at


def _one(tokens: list[_Token], at: int) -> tuple[Node, int]:
    token = tokens[at]
    if token.kind == "not":
        if at + 1 == len(tokens) or tokens[at + 1].kind in ("and", "or", "close"):
            raise XietongError("NOT needs something after it", hint="a NOT b, or a -b")
        part, at = _one(tokens, at + 1)
        return Not(part=part), at
    if token.kind == "open":
        node, at = _any(tokens, at + 1)
        if at == len(tokens):
            raise XietongError("the query has a ( without its )", hint="close it, or use quotation marks")
        return node, at + 1
    if token.kind == "field":
        if at + 1 == len(tokens) or tokens[at + 1].kind not in ("word", "phrase"):
            raise XietongError(f"{token.text}: needs a value", hint=f'{token.text}:"…"')
        return _word(tokens[at + 1], token.text), at + 2
    return _word(token, ""), at + 1


def _word(token: _Token, field: str) -> Word:
    text = token.text
    if token.kind == "phrase":
        return Word(text=text, field=field, phrase=True)
    if len(text) > 1 and text.endswith("~"):
        return Word(text=text[:-1], field=field, fuzzy=True)
    if len(text) > 1 and text.endswith("*"):
        return Word(text=text[:-1], field=field, prefix=True)
    return Word(text=text, field=field)
