"""What a mail says of releases, articles and posts, and what the rules of copyright keep out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.coverage_stories import (
    EVERYTHING,
    a_copy,
    a_post,
    a_release,
    a_trade_article,
    an_article_of_the_paper,
)
from tests.support.sentences import about, banner, byline, disputed, heading, link_text, piece_lines, reasons
from watcher.digests.coverage import DISPUTED_SHOWN, OUTDATED_SHOWN, PIECES_SHOWN, groups, went_stale
from watcher.digests.views import Piece
from watcher.mail import templates
from watcher.model.news import Claim, ClaimVerdict, DateBasis, Mention, Quotation, Stale, Tier


def a_piece(mention: Mention, *, press_titles: bool = True, quote_words: int = 40) -> Piece:
    (group,) = groups([mention], press_titles=press_titles, quote_words=quote_words)
    (piece,) = group.pieces
    return piece


def test_councils_come_first_then_the_press_then_our_own_and_aggregators_last_of_the_press() -> None:
    found = groups([*EVERYTHING, a_post(stale=())])
    assert [heading(group) for group in found] == ["What the council says", "In the press", "From Invented LLP"]
    assert [piece.outlet for piece in found[1].pieces] == [
        "Children's Services Weekly",
        "The Marlow Mercury",
        "All Council News",
    ]


def test_every_piece_is_dated_or_says_that_it_is_not() -> None:
    assert byline(a_piece(a_release())) == "Marlow Vale Council, 28 January 2025"
    assert byline(a_piece(a_copy())) == "All Council News, 28 January 2025 (date taken from the report)"
    assert byline(a_piece(a_copy(published=None, basis=DateBasis.UNKNOWN))) == "All Council News, undated"
    assert byline(a_piece(a_copy(basis=DateBasis.UNKNOWN))) == "All Council News, undated"


# --- copyright ------------------------------------------------------------------------------------


def test_a_release_is_quoted_up_to_forty_words_with_speaker_and_role() -> None:
    piece = a_piece(a_release())
    assert piece.link and piece.link.text.startswith("Council sets out plan")
    assert piece.quoted.startswith("“We accept every finding") and piece.quoted.endswith(" …”")
    assert len(piece.quoted.split()) == 41, "forty words and the ellipsis"
    assert piece.speaker == "Cllr Ada Quill, lead member for children and families"


def test_a_short_quotation_stands_whole_and_marks_inside_it_become_inner_ones() -> None:
    said = Quotation('“We call it ‘home’, they call it “placement”, "really".”', None, None)
    piece = a_piece(a_release(quotations=(said,)))
    assert piece.quoted == "“We call it ‘home’, they call it ‘placement’, ’really’.”"
    assert piece.speaker == ""


def test_whoever_is_named_is_quoted_before_a_voice_without_a_name() -> None:
    quotations = (Quotation("Nobody knows who says this."), Quotation("I do.", "Jo March"))
    assert a_piece(a_release(quotations=quotations)).quoted == "“I do.”"


def test_a_dissent_is_never_dropped_for_somebody_who_is_quoted_first() -> None:
    proud = Quotation("We are proud of our staff.", "Cllr Ada Quill", "lead member")
    others = (
        Quotation("It was a long year. We are disappointed and have challenged the judgement.", "Jo Marsh", "director"),
        Quotation("Thank you to everybody who took part.", "Ben Reed"),
        Quotation("We do not recognise this picture of our work."),
    )
    piece = a_piece(a_release(quotations=(proud, *others)))
    assert piece.quoted == "“We are proud of our staff.”"
    assert [(one.quoted, one.speaker) for one in piece.dissent] == [
        ("“It was a long year. We are disappointed and have challenged the judgement.”", "Jo Marsh, director"),
        ("“We do not recognise this picture of our work.”", ""),
    ]
    assert a_piece(a_release(quotations=(others[0],))).dissent == ()
    assert a_piece(a_release(quotations=(proud, *others)), quote_words=0).dissent == ()
    short = a_piece(a_release(quotations=(proud, others[0])), quote_words=6).dissent
    assert [one.quoted for one in short] == ["“We are disappointed and have challenged …”"]


def test_nothing_is_quoted_where_that_is_switched_off() -> None:
    assert a_piece(a_release(), quote_words=0).quoted == ""
    assert len(a_piece(a_release(), quote_words=5).quoted.split()) == 6


def test_of_the_press_there_is_no_extract_but_our_own_sentence() -> None:
    piece = a_piece(an_article_of_the_paper())
    assert piece.quoted == "" and "Nobody listened" not in repr(piece)
    assert "failed in every area" not in repr(piece), "a claim is told by what the report says against it"
    assert about(piece).startswith("1 statement in it matches the report.")
    assert about(a_piece(an_article_of_the_paper(claims=()))).startswith("About this report.")
    assert about(a_piece(a_copy())) == "This site repeats what others publish."


@pytest.mark.parametrize("mention", [an_article_of_the_paper(), a_trade_article(), a_copy()])
def test_headlines_of_the_press_can_be_switched_off(mention: Mention) -> None:
    shown, hidden = a_piece(mention), a_piece(mention, press_titles=False)
    assert link_text(shown) == mention.title
    assert link_text(hidden) == f"Read the article at {mention.outlet}"
    assert mention.title not in repr(hidden)


def test_headlines_of_councils_and_of_our_own_stay() -> None:
    for mention in (a_release(), a_post()):
        link = a_piece(mention, press_titles=False).link
        assert link and link.text == mention.title


# --- what we say of it ----------------------------------------------------------------------------


def test_the_same_text_elsewhere_is_one_line() -> None:
    assert "The same text is also in Eastmere Echo and Tarn Times." in about(a_piece(an_article_of_the_paper()))
    many = an_article_of_the_paper(also_in=tuple(f"Paper {n}" for n in range(9)))
    assert "Paper 3, Paper 4 and 4 more." in about(a_piece(many))


def test_one_address_is_told_once() -> None:
    (group,) = groups([a_release(), a_release()])
    assert len(group.pieces) == 1


def test_what_contradicts_the_report_is_said_in_our_words() -> None:
    assert disputed(a_piece(an_article_of_the_paper())) == [
        "One statement in it does not match the report. “failed” stands for Inadequate, and all five "
        "judgements are Requires improvement.",
    ]
    wrong = Claim("Rated good.", ClaimVerdict.CONTRADICTED, "the report says Requires improvement")
    assert len(a_piece(a_release(claims=(wrong,))).disputed) == 1


def test_what_is_not_exact_is_held_against_the_press_alone() -> None:
    vague = Claim("Needs to do better.", ClaimVerdict.IMPRECISE, "the grade is Requires improvement")
    assert disputed(a_piece(a_trade_article(claims=(vague,)))) == [
        "One statement in it is not exact. The grade is Requires improvement.",
    ]
    assert a_piece(a_release(claims=(vague,))).disputed == ()


def test_the_words_in_question_are_named_once() -> None:
    wrong = Claim("Rated inadequate.", ClaimVerdict.CONTRADICTED, "the report says good overall", "inadequate")
    again = replace(wrong, sentence="It is inadequate.")
    vague = Claim("Needs to.", ClaimVerdict.IMPRECISE, "the report says good overall", "needs to improve")
    assert disputed(a_piece(a_trade_article(claims=(wrong, again, vague)))) == [
        "It says “inadequate”. The report says good overall.",
        "It says “needs to improve”, which is not exact. The report says good overall.",
    ]


def test_an_article_full_of_errors_does_not_fill_the_mail() -> None:
    wrong = tuple(Claim(str(n), ClaimVerdict.CONTRADICTED, f"the report says {n}") for n in range(30))
    said = disputed(a_piece(a_trade_article(claims=wrong)))
    assert len(said) == DISPUTED_SHOWN + 1 and said[-1] == "and 25 more statements like these"
    stale = tuple(Stale("e", str(n), "It leads nowhere.", "") for n in range(30))
    assert len(a_piece(a_post(stale=stale)).outdated) == OUTDATED_SHOWN


@pytest.mark.parametrize("verdict", [ClaimVerdict.SUPPORTED, ClaimVerdict.CANNOT_CHECK])
def test_what_is_so_or_cannot_be_checked_is_never_disputed(verdict: ClaimVerdict) -> None:
    assert a_piece(a_trade_article(claims=(Claim("x", verdict, "y"),))).disputed == ()


def test_an_edit_and_a_paywall_are_said() -> None:
    edited = a_piece(an_article_of_the_paper(moved=("the grade: Good became Requires improvement",)))
    assert "It was edited: the grade: Good became Requires improvement." in about(edited)
    assert "You have to pay to read the whole article." in about(edited)


def test_many_pieces_are_cut_and_counted() -> None:
    (group,) = groups([a_release(url=f"https://news.example/{n:02}") for n in range(PIECES_SHOWN + 2)])
    assert len(group.pieces) == PIECES_SHOWN and group.more == 2


# --- articles of our own --------------------------------------------------------------------------


def test_a_post_that_is_out_of_date_gives_sentence_reason_fact_and_banner() -> None:
    (group,) = groups([a_post()])
    (piece,) = group.pieces
    assert heading(group) == "Your articles that are out of date"
    assert [one.sentence for one in piece.outdated] == [
        "“Ofsted has rated the council as good.”",
        "“Its most recent report came out in October 2021.”",
    ]
    assert reasons(piece.outdated[0]) == [
        "Ofsted published a newer graded inspection on 28 January 2025. Now: Ofsted rated Marlow Vale Requires "
        "improvement overall on 28 January 2025.",
    ]
    assert banner(piece) == "Updated: Ofsted rated Marlow Vale Requires improvement overall on 28 January 2025."


def test_a_sentence_with_two_reasons_stands_once_with_the_one_that_says_what_to_write() -> None:
    one, other = (replace(stale, sentence="Its newest report, of 2021, found good.") for stale in a_post().stale)
    (outdated,) = a_piece(a_post(stale=(one, replace(other, why="the newest report is another", fact="")))).outdated
    assert outdated.sentence == "“Its newest report, of 2021, found good.”"
    assert reasons(outdated) == [
        "A newer report was published on 28 January 2025. Now: The most recent report was published on 28 January "
        "2025.",
    ]


def test_an_error_and_what_is_not_exact_have_words_of_their_own() -> None:
    error = replace(a_post().stale[0], reason="g", sentence="It came out in May 2021.", report=None)
    claims = (
        Claim("It needs some improvements.", ClaimVerdict.IMPRECISE, "the report says requires improvement"),
        Claim("It came out in May 2021.", ClaimVerdict.IMPRECISE, "told already"),
    )
    (group,) = groups([a_post(stale=(error, a_post().stale[1]), claims=claims)])
    assert heading(group) == "Your articles that need a change"
    labels = [templates.sentence("digest/coverage_words.j2", "it_says", one) for one in group.pieces[0].outdated]
    assert labels == [
        "It says: “Ofsted has rated the council as good.”",
        "Wrong: “It came out in May 2021.”",
        "Imprecise: “It needs some improvements.”",
    ]


def test_what_is_out_of_date_is_not_told_a_second_time_as_disputed() -> None:
    wrong = (Claim("Rated good.", ClaimVerdict.CONTRADICTED, "the report says Requires improvement"),)
    assert a_piece(a_post(claims=wrong)).disputed == ()
    assert len(a_piece(a_post(claims=wrong, stale=())).disputed) == 1


def test_a_dead_link_alone_needs_no_banner() -> None:
    dead = Stale("e", "", "Its link to Ofsted leads nowhere.", "https://reports.example/provider/44/80999")
    piece = a_piece(a_post(stale=(dead,)))
    assert piece.banner == "" and piece.outdated[0].sentence == ""


def test_a_post_went_stale_on_the_day_of_the_report_that_overtook_it() -> None:
    assert went_stale(a_post().stale) == date(2025, 1, 28)
    assert went_stale((replace(a_post().stale[0], reason="g", report=None),)) is None


# --- hostile text ---------------------------------------------------------------------------------


def test_hostile_text_is_one_cleaned_line_and_hostile_addresses_are_no_links() -> None:
    evil = "T\u202eitle\r\nBcc: x\0" + "y" * 10_000
    mention = a_release(
        title=evil, outlet=evil, url="javascript:alert(1)", quotations=(Quotation(evil, evil, evil),),
        claims=(Claim(evil, ClaimVerdict.CONTRADICTED, evil),), also_in=(evil,) * 50, moved=(evil,) * 50,
        stale=(Stale("a", evil, evil, evil),), tier=Tier.COUNCIL,
    )  # fmt: skip
    piece = a_piece(mention)
    assert piece.link is None
    assert not {"\r", "\n", "\0", "\u202e"} & set("".join(piece_lines(piece)))
    assert sum(map(len, piece_lines(piece))) < 5_000
