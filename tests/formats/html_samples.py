"""Pages to read and to mark: hand-made ones that each show one difficulty, and a strategy that makes them up."""

from __future__ import annotations

from hypothesis import strategies as st

from quotes.model import Annotation, Document, Quotation, Speaker
from quotes.spans import Span

PAGES: dict[str, str] = {
    "plain paragraphs": "<p>“It is safe,” said Ana Ruiz.</p>\n<p>She left.</p>",
    "no element but one": "<p>He said “no”.",
    "nested inline": "<p>“It is <em>very, <b>very</b></em> safe,” said <a href='/a?b=1&c=2'>Ana Ruiz</a>.</p>",
    "inline across the end": "<p><em>“It is</em> safe,” <i>he <b>said</i>. “No”</b> he said.</p>",
    "inline that begins outside": "<p><b>He said “it</b> is safe”.</p>",
    "block inside inline": "<b><p>“It is</b> safe,” he said.</p>",
    "three paragraphs": "<p>“One.</p>\n<p>“Two.</p>\n<p>“Three,” said Ana Ruiz.</p>",
    "entities": "<p>&ldquo;It&#8217;s &lt;safe&gt; &amp; &hellip; dry,&rdquo; said Ana&nbsp;Ruiz.</p>",
    "entities without semicolons": "<p>&quotIt is&ampsafe&quot he said &copy; &notit; &unknown; & &#xD800; "
    "&#147;Go&#148;</p>",
    "numbers too large": "<p>&#99999999999999999999; &#x110000; &#0; “no”</p>",
    "comments": "<p>“It <!-- “not” <b> --> is <!--> so <!---> --!> safe,” he said.<!-- open</p>",
    "doctype and instructions": "<!DOCTYPE html><?php echo '<p>“no”</p>' ?><p>“Yes,” he said.</p><!bogus <p>>",
    "cdata in html": "<p>“It is <![CDATA[ “not” <b> ]]> safe,” he said.</p>",
    "cdata in svg": "<p>“It is <svg><title>“x”</title><![CDATA[ > <p> ]]></svg> safe,” he said.</p>",
    "svg broken out of": "<svg><g>“no”<p>“Yes,” he said.</p></svg><p>“Out,” he said.</p>",
    "script": "<p>“It is <script>if (a < b && '</p>“no”') {}</script>safe,” he said.</p>"
    "<style>p::before{content:'“'}</style>",
    "script that escapes": "<p>“One,” he said.<script><!-- <script> </script> “no” --></script>“Two,” he said.</p>",
    "script never closed": "<p>“It is safe,” he said.</p><script>var a = '“no”'; <p>",
    "textarea and title": "<title>“No” <b></title><p>“Yes,” he said.</p><textarea><p>“no”</textarea><p>“So,” he said.",
    "noscript, template, iframe": "<noscript><p>“no”</p></noscript><template><p>“no”</p></template>"
    "<iframe><p>“no”</iframe><p>“Yes,” he said.</p>",
    "carriage returns": "<p>\r\n“It is\r\n  safe,”\r\n said Ana Ruiz.\r\n</p>\r\n<pre>\r\n“a\r\n b”\rc</pre>",
    "NUL": "<p>“It is\0 safe,”\0 he\0 said.</p>",
    "soft hyphens": "<p>“It is unbeliev\u00adable,” said the har&shy;bour master.</p>",
    "less-than in text": "<p>“1 < 2 <3 and a<b is so,” he said. </ p> <",
    "unclosed tag at the end": "<p>“It is safe,” he said.<a href='x",
    "unclosed quote in a tag": '<p>“Yes,” he said.<a title="“no”>and on it goes</p>',
    "uppercase tags": "<P CLASS=A>“It is <EM>safe</Em>,” he said.<BR>“No.”</P><SCRIPT>“no”</Script>",
    "duplicate attributes": "<p class=a class=b id=x ID=y title='“no” > <b>' "
    "/ onclick=\"x('</p>')\">“Yes,” he said.</p>",
    "attributes without blanks": "<p a=\"1\"b='2'c=3/d>“Yes,” he said.<br/><br /></p>",
    "end tags of nothing": "</div></b><p>“It is</i> so,”</span></p></p> he said.</td>",
    "void elements closed": "<p>“One</br>two,”</img> he said.<hr>“Three,” he said.</hr>",
    "tables": "<table><tr><td>Ana<td>“Yes.”<tr><td>Bo</td><td>“No.”</table>",
    "text in a table's wrong place": "<table>“lost”<tr>“too”<td>“kept”</td></tr></table>",
    "lists": "<ul><li>“One,” he said.<li>“Two<ul><li>inner</ul>more,” he said.</ul>",
    "definition lists": "<dl><dt>Ana Ruiz:<dd>“Yes.”<dt>Bo Lind:<dd>“No.”</dl>",
    "q elements": "<p><q>It is <q>very</q> safe</q>, he said. <q>“Marked.”</q></p>",
    "line breaks": "<p>“One,<br>two,<br/>three,” he said.<br><br>“Four,” she said.</p>",
    "pre": "<pre>\n“One\n  two,”\n\tsaid Ana.</pre>",
    "blank runs": "<p>  “It \n\t is <b> so </b>  ,”   he said.  </p>   <p> </p>",
    "only a fragment": "“Go,” <b>he</b> said.",
    "whole page": '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Pier</title></head>\n<body>\n'
    "<nav>“Home”</nav><article><h1>Pier ‘safe’</h1><p>“It is safe,” said Ana Ruiz.</p></article></body>\n</html>\n",
    "two bodies": "<body class=a><p>“One,” he said.</p></body><body class=b><p>“Two,” he said.</p>"
    "</body></html>“Three”",
    "select and button": "<p>“Yes,” he said. <select><option>“a”<option>“b”</select><button>“c”</button></p>",
    "ruby and details": "<details><summary>“Sum”</summary><p>“In,” he said.</p></details>"
    "<ruby>漢<rp>(<rt>“kan”<rp>)</ruby>",
    "astral and combining": "<p>“😀 e\u0301 it is <b>👩‍🚒</b> so,” he said. \u202e“x”</p>",
    "marked before": '<p>“<span class="a">Yes <span>and</span> no</span>,” he said.</p>',
    "tags in attribute values": '<p>“It is <a title="</span><span>">so</a> safe,” he said.</p>',
    "math": "<p>“<math><mi>x</mi><mo>&lt;</mo></math> is two,” he said.</p>",
    "plaintext": "<p>“Yes,” he said.</p><plaintext><p>“no”</p>",
    "framesets": "<frameset><frame src=a></frameset><p>“Yes,” he said.</p>",
}
"""A label to a page."""

_TEXTS = st.sampled_from(
    [
        "“It is safe,”",
        " he said. ",
        " ",
        "\n",
        "\r\n  ",
        "&ldquo;",
        "&quot;No&rdquo",
        "&amp;",
        "&",
        "<",
        "a < b",
        "\0",
        "x",
        "é😀",
        "\u00ad",
    ]
)
_NAMES = st.sampled_from(
    ["p", "div", "b", "em", "a", "span", "mark", "q", "li", "td", "table", "tr", "svg", "h2", "pre", "BR"]
)
_ATTRIBUTES = st.sampled_from(["", " class=a", ' title="</span>"', " x='\">'", " a b=c/", " /", "\n", ' id="q1"'])
_ODD = st.sampled_from(
    [
        "<!-- <p>“x”</span> -->",
        "<!-->",
        "<!x>",
        "<?x “y”>",
        "<![CDATA[ <b>“x”]]>",
        "<script>“x” < '</p>'</script>",
        "<style><!-- </span></style>",
        "<textarea></span><p></textarea>",
        "</>",
        "</ x>",
        "<br/>",
        "<svg><b>",
        "<!-- ",
        "<script>",
        "<a title='",
        "<",
    ]
)
_PIECES = st.one_of(
    _TEXTS,
    _TEXTS,
    st.builds("<{}{}>".format, _NAMES, _ATTRIBUTES),
    st.builds("</{}>".format, _NAMES),
    _ODD,
)

pages = st.lists(_PIECES, min_size=1, max_size=30).map(lambda pieces: "<p>".join(("", "".join(pieces))))
"""Made-up pages, most of them broken."""


def annotation_of(document: Document, spans: list[tuple[int, int]]) -> Annotation:
    """Return an annotation with a quotation at each of some spans, which may lie across each other."""
    speaker = Speaker(id="s1", name='Ana "Bo" <Ruiz> & 李', role="mayor\nof '</span>'")
    quotations = [
        Quotation(id=f"q{number}", kind="direct", spans=(Span(*span),), speaker="s1", confidence=0.95)
        for number, span in enumerate(spans)
    ]
    return Annotation.of(document, quotations=quotations, speakers=(speaker,))
