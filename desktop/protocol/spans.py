"""What a remark points at. Services count offsets in units of their own and do not say which."""

Span = tuple[int, int]
"""Start and end in code points, end exclusive: `text[start:end]`."""


def resolve_span(text: str, content: str, offset: int, length: int) -> Span | None:
    """Return where `content` stands in `text`, None where no mark can be drawn.

    The first that holds: the slice [offset, offset + length) counted in code points is `content`; counted in
    UTF-16 units; counted in UTF-8 bytes; else the occurrence of `content` nearest to `offset` in code points,
    the earlier of two equally near. Any integers are survived. A span that is returned is never empty.
    """
    if not content:
        return None
    if offset >= 0:
        if length == len(content) and text.startswith(content, offset):
            return offset, offset + length
        for encoding, unit_bytes in (("utf-16-le", 2), ("utf-8", 1)):
            span = _encoded_span(text, content, encoding, offset * unit_bytes, length * unit_bytes)
            if span:
                return span
    return _nearest(text, content, offset)


def _encoded_span(text: str, content: str, encoding: str, offset: int, length: int) -> Span | None:
    # surrogatepass: text typed on some systems holds lone surrogates, which must not raise here.
    encoded = text.encode(encoding, "surrogatepass")
    wanted = content.encode(encoding, "surrogatepass")
    if length != len(wanted) or not encoded.startswith(wanted, offset):
        return None
    try:
        start = len(encoded[:offset].decode(encoding, "surrogatepass"))
    except UnicodeDecodeError:
        return None
    end = start + len(content)
    # Bytes can also match from the middle of a character, when content begins with half of one.
    return (start, end) if text[start:end] == content else None


def _nearest(text: str, content: str, offset: int) -> Span | None:
    wanted = min(max(offset, 0), len(text))
    before = text.rfind(content, 0, wanted + len(content))
    after = text.find(content, wanted)
    found = [start for start in (before, after) if start >= 0]
    if not found:
        return None
    start = min(found, key=lambda candidate: abs(candidate - wanted))
    return start, start + len(content)
