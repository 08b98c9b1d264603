"""A reader's own page, opened with a signed link and no password."""

from __future__ import annotations

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from watcher.digests.letters import manage_link
from watcher.model.address import typed_address
from watcher.model.errors import TokenError
from watcher.model.reader import Reader
from watcher.subscribers.tokens import MANAGE_WITHIN
from watcher.subscribers.topics import topic_title
from watcher.web import forms
from watcher.web.context import WebContext, context_of, fields_of
from watcher.web.forms import Entered, Problem
from watcher.web.limits import RequestKind


async def show_request(request: Request) -> Response:
    """`GET /manage`: asks for an address, to send the link to."""
    return context_of(request).pages.page("manage_request.html.j2", address="", problems=(), wrong={})


async def send_link(request: Request) -> Response:
    """`POST /manage`: send the link if the address follows anything.

    Neither the answer nor its time shows whether it does.
    """
    context = context_of(request)
    form = forms.entered(await fields_of(request), context.offered)
    if problems := forms.address_problems(form):
        wrong = {problem.field: problem.fault for problem in problems}
        return context.pages.page("manage_request.html.j2", 422, address=form.address, problems=problems, wrong=wrong)
    context.admit(request, RequestKind.READ)
    await context.refuse_broken()
    answer, address = context.pages.page("manage_link_sent.html.j2"), typed_address(form.address)
    return context.later.after(answer, lambda: _send_link(context, address))


async def _send_link(context: WebContext, address: str) -> None:
    """Send the link, if the address follows anything."""
    reader = await run_in_threadpool(context.store.readers.of_address, address)
    if reader is None or not reader.follows:
        return
    now = context.clock()
    link = context.url("manage", context.tokens.manage(reader.id, reader.links))
    letter = manage_link(link, now, await context.letterhead())
    await context.send(letter, reader.address, secrets.token_urlsafe(12), now)


async def show(request: Request) -> Response:
    """`GET /manage/TOKEN`: what the reader follows."""
    context = context_of(request)
    reader = await _reader(context, request)
    return reader if isinstance(reader, Response) else await _page(context, reader)


async def change(request: Request) -> Response:
    """`POST /manage/TOKEN`: save the choices, search for a council, or leave."""
    context = context_of(request)
    context.admit(request, RequestKind.CHANGE)
    reader = await _reader(context, request)
    if isinstance(reader, Response):
        return reader
    fields = await fields_of(request)
    pressed = {name for name, _ in fields}
    if "leave" in pressed:
        await run_in_threadpool(context.store.readers.leave, reader.id, context.clock())
        return context.pages.page("left.html.j2", everything=True)
    if "revoke" in pressed:
        await run_in_threadpool(context.store.readers.revoke_links, reader.id)
        return context.pages.page("links_revoked.html.j2")
    form = forms.entered(fields, context.offered, _others(context, reader))
    searched = form.is_search or "find" in pressed
    problems = () if searched else forms.choice_problems(form)
    if problems or searched:
        return await _page(context, reader, form, problems, searched=searched)
    return await _save(context, reader, form)


async def _save(context: WebContext, reader: Reader, form: Entered) -> Response:
    options = {"one_mail_an_item": form.one_mail_an_item, "all_quiet": form.all_quiet}
    await run_in_threadpool(lambda: context.store.subscribers.set_options(reader.address, **options))
    after = await run_in_threadpool(context.store.readers.choose, reader.id, forms.wishes(form), context.clock())
    return await _page(context, after, saved=True) if after else _following_nothing(context)


async def _page(
    context: WebContext,
    reader: Reader,
    form: Entered | None = None,
    problems: tuple[Problem, ...] = (),
    *,
    searched: bool = False,
    saved: bool = False,
) -> Response:
    form = form or forms.form_of(reader, context.offered)
    names = await context.topic_names()
    return context.pages.page(
        "manage.html.j2",
        422 if problems else 200,
        reader=reader,
        form=form,
        offered=context.offered,
        others={topic: topic_title(topic, names) for topic in _others(context, reader)},
        found=context.offered.found(form.query) if searched else (),
        searched=searched,
        problems=problems,
        wrong={problem.field: problem.fault for problem in problems},
        saved=saved,
        mixed=len({(one.frequency, one.interests) for one in reader.follows}) > 1,
    )


def _others(context: WebContext, reader: Reader) -> tuple[str, ...]:
    return forms.form_of(reader, context.offered).others


async def _reader(context: WebContext, request: Request) -> Reader | Response:
    """The reader whom the token names, or the page that says why there is none."""
    try:
        id_, links = context.tokens.read_manage(request.path_params["token"])
    except TokenError:
        return context.pages.page("broken_manage_link.html.j2", 410, days=MANAGE_WITHIN.days)
    reader = await context.reader(id_)
    if reader and reader.follows and reader.links != links:
        return context.pages.page("broken_manage_link.html.j2", 410, days=MANAGE_WITHIN.days)
    return reader if reader and reader.follows else _following_nothing(context)


def _following_nothing(context: WebContext) -> Response:
    return context.pages.page("following_nothing.html.j2", 410)
