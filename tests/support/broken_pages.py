"""Broken and odd answers of sites: whatever reads one either understands it or raises PageError."""

from __future__ import annotations

BROKEN = [
    b"",
    b"\0\0\0",
    b"<",
    b"<html>",
    b"<html></html>",
    b"<html><head><title></title></head><body></body></html>",
    b"<html><body><h1></h1><time></time><time datetime=></time></body></html>",
    b"<html><body><a href='/'>The council's own name</a><a href='//'>x</a><a href='http://['>y</a></body></html>",
    b"<html><body><a href='/'>Skip to the content of this page</a></body></html>",
    b"\xff\xfe<\0h\0t\0m\0l\0>\0",
    b"<html><script type='application/ld+json'>[[[[{]</script><body><p>x</p></body></html>",
    b'<html><script type=\'application/ld+json\'>{"@type":[null,1],"datePublished":[1],"headline":{}}</script></html>',
    b'<html><script type=\'application/ld+json\'>{"@graph":{"@graph":[]}}</script><body></body></html>',
    b"<html><meta property content><meta name='date' content='99/99/9999'><body><h1>x</h1></body></html>",
    b"<html><body><h1>x</h1><time datetime='0000-00-00T99:99'>31 November 2025</time><p>Published: 99 May 2025</p>",
    b"<html><body>" + b"<div>" * 240 + b"x</body></html>",
    b"<html><body><table><tr><td><h1>t</h1><li><dt>Date</dt></table></body></html>",
    b"<html><body><h1>t</h1><p>\xed\xa0\x80 \xf0\x28\x8c\x28</p></body></html>",
    b"<rss><channel><item><link>http://[</link><title>x</title></item></channel></rss>",
    b"<rss version='2.0'><channel><item></item></channel></rss>",
    b"<rss><channel><item><pubDate>Tue, 99 Foo 2025</pubDate><link>/</link><title>t</title></item></channel></rss>",
    b"<feed><entry><updated>0000-00-00</updated><link href=''/><title>t</title></entry></feed>",
    b"<?xml version='1.0' encoding='no-such'?><rss></rss>",
    b"<urlset><url><loc>http://[</loc><lastmod>x</lastmod></url></urlset>",
    b"<sitemapindex><sitemap><loc></loc></sitemap></sitemapindex>",
    b'[{"link": null, "title": 3, "date": []}]',
    b'[{"link": "/", "title": {"rendered": null}}]',
    b"{}",
    b"[1]",
    b"User-agent: \0\nDisallow: http://[\nCrawl-delay: x\nSitemap: //[",
]

_RULES = "User-agent: *\nDisallow: /news\n"
# Odd forms of a robots.txt that keeps us out of /news.
FORBIDDING = {
    "a byte order mark": b"\xef\xbb\xbf" + _RULES.encode(),
    "two byte order marks": b"\xef\xbb\xbf" * 2 + _RULES.encode(),
    "UTF-16": _RULES.encode("utf-16"),
    "UTF-16 without a mark": _RULES.encode("utf-16-le"),
    "NULs at its ends of lines": _RULES.replace("\n", "\0\n").encode(),
    "a NUL before all": b"\0" + _RULES.encode(),
    "a space without width": "\u200b".join(("", _RULES)).encode(),
    "only CR": _RULES.replace("\n", "\r").encode(),
    "CR CR LF": _RULES.replace("\n", "\r\r\n").encode(),
    "windows-1252": b"# caf\xe9\n" + _RULES.encode(),
    "damaged UTF-8": b"# \xff\xfe\x80\n" + _RULES.encode(),
    "no end of its last line": _RULES.strip().encode(),
    "colons without rules": b":::\n:\n" + _RULES.encode(),
    "an endless line": b"# " + b"x" * 100_000 + b"\n" + _RULES.encode(),
    "HTML around it": b"<!doctype html><pre>\n" + _RULES.encode() + b"</pre>",
    "odd lines": b"Crawl-delay: -9e999\nRequest-rate: 1/0\nVisit-time: x\nSitemap: //[\n" + _RULES.encode(),
    "odd lines of ours": _RULES.encode()
    + b"Crawl-delay: x\nCrawl-delay: 1e999\nRequest-rate: 1/0\nDisallow: http://[\n",
    "very many rules": _RULES.encode() + b"".join(b"Disallow: /*%d*x\n" % n for n in range(90_000)),
}
# And what says nothing about /news.
SILENT = {
    "an error page": b"<!doctype html><html><head><title>Page not found</title></head><body>Gone</body></html>",
    "half a rule at the limit": b"User-agent: *\n" + b"#" * (512 * 1024 - 30) + b"\nDisallow: /newsletters\n" * 9,
    "no agent": b"Disallow: /news\n",
    "a rule for another": b"User-agent: other\nDisallow: /news\n",
    "stars": b"User-agent: *\nDisallow: /" + b"*a" * 2_000 + b"b\n",
    "only NULs": b"\0" * 9_000,
    "only line ends": b"\r\n" * 9_000,
}
