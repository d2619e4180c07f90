"""What a copy of a photograph says of itself: whose it is and what may be done with it."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from PIL import Image

_ARTIST, _COPYRIGHT = 315, 33432


@dataclass(frozen=True, slots=True)
class Credit:
    """The words and addresses written into a copy; empty ones are left out."""

    line: str = ""
    creator: str = ""
    rights: str = ""
    holder: str = ""
    licence: str = ""
    via: str = ""
    source: str = ""


NO_CREDIT = Credit()

_SPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "cc": "http://creativecommons.org/ns#",
}
_WORD, _SEQUENCE = "<{0}>{1}</{0}>", "<{0}><rdf:Seq><rdf:li>{1}</rdf:li></rdf:Seq></{0}>"
_BAG = "<{0}><rdf:Bag><rdf:li>{1}</rdf:li></rdf:Bag></{0}>"
_IN_WORDS = '<{0}><rdf:Alt><rdf:li xml:lang="x-default">{1}</rdf:li></rdf:Alt></{0}>'
_LINK = '<{0} rdf:resource="{1}"/>'
# Property → how it is written, and the part of the credit it holds.
_PROPERTIES = (
    ("photoshop:Credit", _WORD, "line"),
    ("dc:creator", _SEQUENCE, "creator"),
    ("dc:rights", _IN_WORDS, "rights"),
    ("xmpRights:Owner", _BAG, "holder"),
    ("xmpRights:WebStatement", _WORD, "licence"),
    ("cc:license", _LINK, "licence"),
    ("photoshop:Source", _WORD, "via"),
    ("dc:source", _WORD, "source"),
)
_PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about=""{spaces}>{properties}</rdf:Description>'
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)


def written(credit: Credit) -> dict[str, object]:
    """The credit as options for saving a picture: XMP, and EXIF for readers that know no other."""
    if credit == NO_CREDIT:
        return {}
    exif = Image.Exif()
    # As bytes: Pillow would write question marks for letters beyond ASCII.
    for tag, words in (
        (_ARTIST, credit.creator or credit.line),
        (_COPYRIGHT, credit.rights or credit.licence),
    ):
        if words:
            exif[tag] = _clean(words).encode()
    return {"exif": exif, "xmp": packet(credit)}


def packet(credit: Credit) -> bytes:
    """The XMP of a credit."""
    told = (
        how.format(name, escape(_clean(words), {'"': "&quot;"}))
        for name, how, part in _PROPERTIES
        if (words := getattr(credit, part))
    )
    spaces = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _SPACES.items())
    return _PACKET.format(spaces=spaces, properties="".join(told)).encode()


def _clean(words: str) -> str:
    """On one line, without signs that XML cannot hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
