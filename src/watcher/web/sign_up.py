"""Signing up: the form, the preview, and an answer that is the same for everybody."""

from __future__ import annotations

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from watcher.digests.letters import already_following, confirmation
from watcher.model.address import typed_address
from watcher.model.reader import Consent, Reader, SignUp, satisfied
from watcher.web import forms
from watcher.web.context import WebContext, context_of, fields_of, is_fragment
from watcher.web.forms import Entered, Problem
from watcher.web.limits import RequestKind
from watcher.web.preview import Preview, preview

# Changed words are another version: what somebody agreed to can be told for ever.
CONSENT_VERSION = "2"
CONSENT_WORDS = (
    "I want {name} to email me at this address about what I chose above. "
    "I can unsubscribe at any time, with one click and without giving a reason."
)


def consent_words(context: WebContext) -> str:
    return CONSENT_WORDS.format(name=context.sender.name)


async def show(request: Request) -> Response:
    """`GET /`: the empty form."""
    return _form(context_of(request), Entered())


async def authorities(request: Request) -> Response:
    """`GET /authorities?q=`: the councils that were chosen and those that match, as part of the form."""
    context = context_of(request)
    context.admit(request, RequestKind.READ)
    form = forms.entered(request.query_params.multi_items(), context.offered)
    return context.pages.page(
        "found.html.j2", form=form, offered=context.offered, found=context.offered.found(form.query)
    )


async def show_preview(request: Request) -> Response:
    """`GET` or `POST /preview`: the mails that the choices would have brought, alone or in the form."""
    context = context_of(request)
    context.admit(request, RequestKind.READ)
    posted = request.method == "POST"
    form = forms.entered(await fields_of(request) if posted else request.query_params.multi_items(), context.offered)
    problems = forms.choice_problems(form)
    past = None if problems else await _preview(context, form)
    if is_fragment(request):
        return context.pages.page("previewed.html.j2", past=past, problems=problems)
    return _form(context, form, problems, past)


async def sign_up(request: Request) -> Response:
    """`POST /sign-up`: ask the owner of the address to confirm, or say what is missing."""
    context = context_of(request)
    context.admit(request, RequestKind.READ)
    fields = await fields_of(request)
    form = forms.entered(fields, context.offered)
    if form.is_search or any(name == "find" for name, _ in fields):
        return _form(context, form, searched=True)
    if problems := forms.sign_up_problems(form):
        return _form(context, form, problems)
    await context.refuse_broken()
    network = context.network(request)
    return context.later.after(context.pages.page("check_email.html.j2"), lambda: _ask(context, form, network))


async def _ask(context: WebContext, form: Entered, network: str) -> None:
    """Send the one mail that the owner of the address needs; to the person who asked nothing differs."""
    now = context.clock()
    agreed = Consent(CONSENT_VERSION, consent_words(context), context.url(""), network)
    asked = SignUp(secrets.token_urlsafe(12), typed_address(form.address), forms.wishes(form), agreed, now)
    head = await context.letterhead()
    reader: Reader | None = await run_in_threadpool(context.store.readers.of_address, asked.address)
    if not context.admit_mail(network, asked.address, known=bool(reader and reader.follows)):
        return
    if reader and satisfied(asked.wishes, reader):
        letter = already_following(asked, context.url("manage", context.tokens.manage(reader.id, reader.links)), head)
        await context.send(letter, asked.address, asked.id, now)
    else:
        letter = confirmation(asked, context.url("confirm", context.tokens.confirm(asked.id)), head)
        await context.send(letter, asked.address, asked.id, now, asked)


async def _preview(context: WebContext, form: Entered) -> Preview:
    now = context.clock()
    past, since = await run_in_threadpool(context.record.at, now)
    return preview(past, forms.wishes(form), context.settings.digest, now, since)


def _form(
    context: WebContext,
    form: Entered,
    problems: tuple[Problem, ...] = (),
    past: Preview | None = None,
    *,
    searched: bool = False,
) -> Response:
    return context.pages.page(
        "sign_up.html.j2",
        422 if problems else 200,
        form=form,
        offered=context.offered,
        found=context.offered.found(form.query) if searched else (),
        searched=searched,
        problems=problems,
        wrong={problem.field: problem.fault for problem in problems},
        past=past,
        consent=consent_words(context),
    )
