"""What a hostile or broken XML file could do is refused with a sentence, before it costs anything."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from lxml import etree

from kith.intake.sources import BadFile, Source
from kith.intake.xml_file import Limits, stream

ROOT = Path(__file__).resolve().parents[2]
BOMB = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
PUPIL = frozenset({"P"})


def read(data: bytes | str, **limits):
    source = Source.of_bytes("oak.xml", data.encode() if isinstance(data, str) else data)
    return [(node.tag, node.sourceline, node.text) for node in stream(source, PUPIL, Limits(**limits))]


@pytest.mark.parametrize(
    "data",
    [
        "<!DOCTYPE a><a/>",
        "<!-- first --><!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x.dtd'><a/>",
        "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a><P>&x;</P></a>",
        "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x'> %x;]><a/>",
        BOMB + "]><a><P>&i;</P></a>",
        BOMB + ']><a x="&i;"/>',
        "<!--" + "x" * 100_000 + "--><!DOCTYPE a><a/>",
        "<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>".encode("utf-16"),
        "<?xml version='1.0' encoding='windows-1252'?><!DOCTYPE a><a/>",
    ],
)
def test_any_doctype_is_refused_and_nothing_is_opened_for_it(data):
    with pytest.raises(BadFile, match="has a DOCTYPE, which no file of this kind needs"):
        read(data)


def test_the_control_a_reader_that_does_not_refuse_one_takes_the_text_of_a_file_of_this_machine(tmp_path):
    """What an ordinary parser makes of the third of the files above."""
    secret = tmp_path / "secret"
    secret.write_text("a key")
    hostile = f"<!DOCTYPE a [<!ENTITY x SYSTEM 'file://{secret}'>]><a>&x;</a>"
    parser = etree.XMLParser(resolve_entities=True, load_dtd=True)
    assert etree.fromstring(hostile, parser).text == "a key"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<a>\n" + "<b>" * 70 + "</b>" * 70 + "</a>", "near line 2 elements stand more than 64 deep"),
        ("<a>\n<P " + " ".join(f'x{n}=""' for n in range(30)) + "/></a>", "an element has more than 20 attributes"),
        ("<a>\n<P x='" + "y" * 1_001 + "'/></a>", "near line 2 an attribute has more than 1,000 characters"),
        ("<a>\n<P>" + "y" * 20_001 + "</P></a>", "near line 2 a text has more than 20,000 characters"),
        ("<a>\n<P><b/>" + "y" * 20_001 + "</P></a>", "near line 2 a text has more than 20,000 characters"),
        ("<a>\n<P>" + "<b/>" * 20_001 + "</P></a>", "near line 2 one record has more than 20,000 elements"),
    ],
)
def test_what_no_file_of_a_school_has_is_refused_with_its_line(data, said):
    with pytest.raises(BadFile, match=said):
        read(data)


def test_elements_are_counted_over_the_whole_file():
    with pytest.raises(BadFile, match="there are more than 50 elements"):
        read("<a>" + "<P/>" * 60 + "</a>", elements=50)


@pytest.mark.parametrize(
    ("data", "where"),
    [
        ("<a>\n<P>\n</a>", "at line 3"),
        ("<a>\n<P/>\n", "at line"),
        ("<a>\n<P>&nbsp;</P></a>", "at line 2"),
        ("<a>\n<P>a & b</P></a>", "at line 2"),
        (b"<a>\n<P>Zo\xeb</P></a>", "at line 2"),
        ("<a/>\n<b/>", "at line 2"),
        ("<?xml version='1.0' encoding='klingon'?>\n<a/>", "at line 1"),
        ("<", "at line 1"),
        (("<a" + "><b" * 300), "at line 1"),
    ],
)
def test_a_broken_file_is_one_sentence_with_the_line(data, where):
    with pytest.raises(BadFile, match=rf"oak\.xml is broken {where}.* Nothing of it was taken: export it again\."):
        read(data)


def test_a_text_is_whole_whatever_stands_in_it():
    assert read("<a><P>Wel<!-- x -->ler<?x y?>-<![CDATA[<b>]]> &amp; Co</P></a>")[0][2] == "Weller-<b> & Co"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_a_file_is_read_in_the_alphabet_it_names(encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?><a><P>Zoë</P></a>"
    assert read(text.encode(encoding))[0][2] == "Zoë"


def test_lines_are_told_beyond_sixty_five_thousand():
    assert read("<a>" + "\n" * 70_000 + "<P/></a>")[0][1] == 70_001


def test_a_large_file_takes_no_more_memory_than_a_small_one():
    """The most a process of its own ever had. The control keeps the tree, as a reader that frees nothing does."""
    streamed, kept = (_megabytes(how) for how in (STREAMED, KEPT))
    assert streamed < 60 < kept


def _megabytes(how: str) -> int:
    code = textwrap.dedent(MEASURED).replace("HOW", how)
    return int(subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True).stdout)


STREAMED = "for node in stream(Source('oak.xml', open_), frozenset({'P'})): pass"
KEPT = "etree.parse(open_())"
MEASURED = """
    import io, re
    from pathlib import Path
    from lxml import etree
    from kith.intake.sources import Source
    from kith.intake.xml_file import stream

    class Long(io.RawIOBase):
        left = 100_000
        def readable(self): return True
        def read(self, size=-1):
            if self.left < -1: return b""
            self.left -= 100
            if self.left == 100_000 - 100: return b"<a>"
            if self.left < 0: self.left = -2; return b"</a>"
            return b"<P><b>one</b><c>two</c><d>three</d></P>\\n" * 100

    open_ = Long
    HOW
    print(int(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
