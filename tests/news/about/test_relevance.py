"""About an inspection of a council's children's services, or about one of the many other things councils publish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from watcher.model.news import Article, DateBasis, NewsSource, Tier
from watcher.news.about.reading import Lines, lines_of
from watcher.news.about.relevance import About, about, worth_reading
from watcher.ofsted.authorities import gazetteer

TABLE = gazetteer().by_urn
PAPER = NewsSource("paper", "The Eastmere Post", "https://post.example/", "newspaper", Tier.LOCAL_PRESS)


def council(name: str) -> NewsSource:
    (urn,) = (urn for urn, authority in TABLE.items() if authority.name == name)
    return NewsSource("council", f"{name} Council", "https://council.example/", "jadu", Tier.COUNCIL, (urn,))


def reading(title: str, *text: str) -> Lines:
    return lines_of(Article("https://post.example/1", title, None, DateBasis.UNKNOWN, "\n".join(text)), TABLE)


def of_council(title: str, *text: str, name: str = "Warwickshire") -> About:
    return about(reading(title, *text), council(name), TABLE)


def of_paper(title: str, *text: str) -> About:
    return about(reading(title, *text), PAPER, TABLE)


def names(urns: tuple[str, ...]) -> list[str]:
    return [TABLE[urn].name for urn in urns]


RELEASES = {
    "Ofsted rates Warwickshire’s children’s services as Good": "Inspectors visited in May.",
    "Council welcomes positive Ofsted report": "Services for children and families are good, the regulator has found.",
    "Outstanding result for our social workers": (
        "Following a three-week inspection, Ofsted has rated the county’s children’s services as outstanding."
    ),
    "Improvements recognised but more to do": (
        "A report by Ofsted says help for children in care has got better since the last inspection.\n"
        "It judges overall effectiveness as requires improvement to be good."
    ),
    "Statement on Ofsted inspection": (
        "Responding to the outcome of the inspection of local authority children’s services, the leader said sorry.\n"
        "The service was judged inadequate."
    ),
    "Inspectors praise support for care leavers": "Ofsted published a letter today after a focused visit.",
    "Monitoring visit shows progress": "Ofsted’s inspectors said that social workers’ caseloads are coming down.",
    "Area SEND inspection outcome published": (
        "Ofsted and the Care Quality Commission have found inconsistent experiences of children with special "
        "educational needs and disabilities in the local area partnership."
    ),
    "Joint targeted area inspection": (
        "Inspectors from Ofsted, the police inspectorate and the CQC looked at how partners protect children."
    ),
    "County rated Good by Ofsted": "The council’s work has been judged good, with three outstanding areas.",
    "Children’s Services rated 'Inadequate' by watchdog": "“We are truly sorry,” said the leader of the council.",
    "Ofsted: care for children ‘strong’ in Warwickshire": "Children in our care thrive, inspectors say.",
    "Major milestone for children’s social care": (
        "The department has lifted its improvement notice, after Ofsted found that services require improvement."
    ),
}


@pytest.mark.parametrize("title", RELEASES)
def test_a_release_about_an_inspection_of_childrens_services_is_relevant(title: str) -> None:
    found = of_council(title, RELEASES[title])
    assert found.relevant, found.why
    assert names(found.urns) == ["Warwickshire"]


OTHER_RELEASES = {
    "Primary school celebrates Ofsted success": (
        "Inspectors judged Oakfield Primary School to be good in all areas.\n"
        "Councillor Ada Quill, Cabinet Member for Children’s Services, congratulated the pupils."
    ),
    "Nine in ten of our schools are good or outstanding": (
        "Figures released by Ofsted show that 91 per cent of schools in the county are rated good or better.\n"
        "“Every child deserves a good school,” said the portfolio holder for education and children’s services."
    ),
    "Academy comes out of special measures": "Ofsted found that it no longer requires special measures.",
    "Nursery rated Outstanding by Ofsted": "Little Acorns, run by the council, cares for children from birth to five.",
    "Childminders praised in Ofsted reports": "The council’s early years team supports 300 childminders.",
    "Children’s home rated outstanding": (
        "Ofsted has rated a council-run children’s home outstanding.\n"
        "The Director of Children’s Services said staff made it a home for children in care."
    ),
    "Residential home praised by inspectors": "Ofsted visited the residential home for four young people in March.",
    "Adult learning service rated Good by Ofsted": "Inspectors praised tutors of the council’s adult learning service.",
    "Apprenticeships rated good": "The county council’s apprenticeship programme has been rated good by Ofsted.",
    "CQC rates adult social care Good": (
        "The Care Quality Commission has published its assessment of the council’s adult social care.\n"
        "It follows an outstanding Ofsted rating of children’s services in 2022."
    ),
    "Care home told to improve": "The CQC has rated a home in Rugby as requires improvement and inadequate for safety.",
    "Housing regulator gives council C3 grading": (
        "The Regulator of Social Housing found serious failings in an inspection of the council’s homes.\n"
        "Families with children are among the tenants."
    ),
    "Fire service rated good": "Inspectors of HMICFRS judged the county’s fire and rescue service good in ten areas.",
    "Youth justice service praised by inspectors": (
        "His Majesty’s Inspectorate of Probation rated the youth justice service good. It works with children."
    ),
    "Food hygiene: five stars for school kitchens": "Inspectors rated 40 kitchens as very good.",
    "Takeaway owner fined after inspection": "Inspectors found an inadequate kitchen and droppings.",
    "Fostering agency inspected": "Ofsted has rated an independent fostering agency in the county as outstanding.",
    "Adoption agency rated Outstanding": (
        "Adopt Central, the regional adoption agency that serves five councils, was rated outstanding by Ofsted."
    ),
    "Could you foster a child this Christmas?": (
        "Our children’s services are rated good by Ofsted and need 40 more foster carers."
    ),
    "Social workers wanted": "Join a council with an outstanding team. We look after children and families.",
    "We are recruiting social workers": "Our children’s services are rated good by Ofsted. Come to our open day.",
    "Outstanding volunteers honoured": "Forty people who help children and families got medals.",
    "Council wins award for outstanding achievement": "Children’s services won the top prize for its work on reading.",
    "Have your say on the plan for children": "The consultation asks how services for children should improve.",
    "Have your say on SEND services": "Parents of children with SEND are asked. Ofsted will visit schools.",
    "Budget set for next year": "An extra £9m goes to children’s services, whose costs have outgrown the budget.",
    "SEND funding gap grows": "The high needs budget for special educational needs is £20m in deficit.",
    "Playground inspection finds faults": "Inspectors closed four playgrounds that were judged inadequate.",
    "Road repairs": "A bridge inspection found that the parapet requires improvement.",
    "Planning inspector backs local plan": "The inspector found the plan sound. Children’s play areas are part of it.",
    "Library named after children’s author": "The outstanding writer grew up in the county.",
    "Holiday clubs for children": "Ofsted-registered clubs open in July. Places are free for families on low incomes.",
    "Children’s centre opens": "The children’s centre was rated good by Ofsted in its former home.",
    "New director of children’s services appointed": "She joins from a council where she led education.",
    "Supported accommodation rated": "Ofsted has inspected supported accommodation for young people run by a charity.",
    "College gets Outstanding": "Ofsted has rated the college outstanding. The leader of the council sent her praise.",
    "Report card for village school": "Strong standard in attendance, expected standard elsewhere. Safeguarding met.",
    "Police and children walk to school": "Officers rated the crossing good.",
    "Area of Outstanding Natural Beauty extended": "The council welcomed the news for families and children.",
    "Council tax: outstanding debts": "Help is there for families. Services for children depend on it.",
    "Trading standards inspectors seize toys": "Unsafe toys were found; children could have choked.",
    "Annual report praises staff": "The council’s auditors gave a good opinion; children’s services overspent.",
    "Swimming pool reopens": "Inspectors have passed the outstanding new pool. Children swim free.",
}


@pytest.mark.parametrize("title", OTHER_RELEASES)
def test_a_release_about_anything_else_is_not(title: str) -> None:
    found = of_council(title, *OTHER_RELEASES[title].split("\n"), "“We are proud,” said a councillor.")
    assert not found.relevant, found.why


@pytest.mark.parametrize("title", OTHER_RELEASES)
def test_nor_is_it_in_a_paper_that_names_the_council(title: str) -> None:
    found = of_paper(title, *OTHER_RELEASES[title].split("\n"), "Warwickshire County Council was asked to comment.")
    assert not found.relevant, found.why


def test_a_paper_is_about_the_council_inspected_and_only_mentions_its_neighbours() -> None:
    found = of_paper(
        "Derby hits back at watchdog",
        "Children’s services in Derby have been rated inadequate by Ofsted.",
        "Derbyshire County Council, a separate authority, was not inspected.",
        "Nottingham Forest gave shirts.",
    )
    assert names(found.urns) == ["Derby"] and names(found.mentioned) == ["Derbyshire"]


def test_a_paper_may_leave_out_which_services_were_graded() -> None:
    found = of_paper(
        "Suffolk climbs the table", "Suffolk County Council has been given top marks, outstanding, by Ofsted."
    )
    assert names(found.urns) == ["Suffolk"]


def test_who_graded_may_be_left_out_and_the_council_be_named_only_as_a_place() -> None:
    rated = of_paper(
        "Children’s services ‘require improvement’ in Suffolk",
        "Children’s services in Suffolk have been rated requires improvement.",
    )
    branded = of_paper(
        "Council’s children’s services branded inadequate",
        "Children in Suffolk were left at risk, a scathing report has found.",
        "Ofsted gave the county council its lowest grade.",
    )
    untitled = of_paper(
        "Children left at risk, says scathing report",
        "Children in Suffolk were left at risk of harm, a report has found.",
        "Ofsted has handed the county council its lowest possible rating.",
    )
    assert [names(one.urns) for one in (rated, branded, untitled)] == [["Suffolk"]] * 3


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Join our outstanding children’s services",
            "Social workers are wanted. Ofsted rated our services outstanding.",
        ),
        ("Secure centre inspected", "A secure centre in Suffolk was rated good by Ofsted after an inspection."),
    ],
)
def test_a_call_for_staff_and_a_secure_centre_are_about_something_else(title: str, text: str) -> None:
    assert not of_council(title, text, name="Suffolk").relevant
    assert not of_paper(title, text).relevant


def test_a_piece_may_be_about_two_councils() -> None:
    found = of_paper(
        "Two councils up, one down",
        "Ofsted has rated Kent’s children’s services outstanding.",
        "Medway, next along the river, was rated good.",
    )
    assert names(found.urns) == ["Kent", "Medway"]


def test_a_trust_stands_for_its_councils() -> None:
    found = of_paper("Achieving for Children outstanding", "Ofsted rated the services for children outstanding.")
    assert sorted(names(found.urns)) == ["Kingston upon Thames", "Richmond upon Thames", "Windsor and Maidenhead"]


def test_a_former_council_gives_way_to_its_successors() -> None:
    found = of_paper(
        "Services for children in Cumbria rated by Ofsted",
        "Cumberland requires improvement, and Westmorland and Furness is good.",
    )
    assert sorted(names(found.urns)) == ["Cumberland", "Westmorland and Furness"]


def test_another_nation_is_not_ours() -> None:
    found = of_paper(
        "Welsh council’s children’s services criticised",
        "Care Inspectorate Wales has published its report. Inspectors do not use Ofsted’s grades.",
        "A reader in Derby wrote to us.",
    )
    assert not found.relevant


def test_national_news_without_a_council_is_not_relevant() -> None:
    found = of_paper("Ofsted to drop overall grades", "Children’s services will no longer get an overall judgement.")
    assert not found.relevant and "no council" in found.why


def test_an_empty_article_is_not_relevant() -> None:
    assert not of_paper("", "").relevant


@pytest.mark.parametrize(
    ("title", "summary", "source", "worth"),
    [
        ("Bins", "", council("Kent"), True),
        ("Perfect score", "", PAPER, True),
        ("Watchdog slams town hall", "", PAPER, True),
        ("Lights switched on", "A choir sang.", PAPER, False),
        ("Lights switched on", "Ofsted came.", PAPER, True),
    ],
)
def test_what_is_worth_fetching_is_told_from_the_list(
    title: str, summary: str, source: NewsSource, worth: bool
) -> None:
    assert worth_reading(title, summary, source) is worth


@pytest.mark.parametrize(
    "unit",
    [
        "visit ",
        "member for the the and ",
        "visits no ",
        "Ofsted of ",
        "Leicester ",
        "not only ",
        "12 ",
        "' \" ",
        "services ",
    ],
)
def test_a_text_made_to_cost_time_is_about_no_inspection(unit: str) -> None:
    for text in (unit * (200_000 // len(unit)), (unit * 40 + ". A") * (200_000 // len(unit) // 40)):
        assert not of_paper(unit * 2_000, text).relevant


def test_the_address_of_our_own_post_says_whom_it_is_about_where_nothing_else_does() -> None:
    title, text = (
        "What does the Ofsted report mean for families?",
        "Ofsted rates the children’s services as inadequate.",
    )
    slug = "https://firm.example/blog/ofsted-report-stoke-on-trent-council-childrens-services"
    firm = replace(PAPER, tier=Tier.OWN)
    assert names(about(reading(title, text), firm, TABLE, slug).urns) == ["Stoke-on-Trent"]
    assert not about(reading(title, text), PAPER, TABLE, slug).relevant
    nobody = about(reading(title, text), firm, TABLE, "https://firm.example/blog/7")
    assert (nobody.relevant, nobody.nameless) == (False, True)
    assert not about(reading("Our new office", "We have moved."), firm, TABLE, slug).nameless
