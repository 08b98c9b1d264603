"""Writes digest mails. Readers with the same undelivered changes share one `Rendered`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from watcher.commands.digest_background import StoryContexts
from watcher.digests.background import Findings
from watcher.digests.digest import digest
from watcher.digests.frame import SourcesChecked
from watcher.digests.item import item
from watcher.digests.quiet import quiet, reminder
from watcher.digests.stories import stories
from watcher.digests.views import Item, ListLetterhead, OpenPosts
from watcher.mail.render import Rendered, render_digest
from watcher.model.change import Change
from watcher.model.interest import Interest
from watcher.model.source import Authority
from watcher.model.subscription import Frequency, Subscription
from watcher.subscribers.topics import OWN_POSTS

# Each change with the reader's subscriptions that want it.
UndeliveredChanges = Sequence[tuple[Change, Sequence[Subscription]]]

# What was checked of these topics; of everything for None.
CheckedFor = Callable[[Sequence[str] | None], SourcesChecked]

# The few findings of the changes of a story that may be quoted.
Quotable = Callable[[Sequence[Change]], Findings]

# Cache sizes: mails that several readers share, and stories.
MAILS_KEPT = 8
ITEMS_KEPT = 1000


@dataclass(slots=True)
class Writer:
    """Writes the mails of one run. `letterhead` and `topic_names` are the same in all of them. `checked` says what was
    checked for these topics, or for all readers.
    """

    contexts: StoryContexts
    authorities: Mapping[str, Authority]
    letterhead: ListLetterhead
    checked: CheckedFor
    topic_names: Mapping[str, str]
    frequency: Frequency
    ends_at: datetime
    open_posts: OpenPosts | None = None
    quotable: Quotable | None = None
    _checked: SourcesChecked | None = None
    _items: dict[tuple[str | bool, ...], Item] = field(default_factory=dict)
    _mails: dict[object, Rendered] = field(default_factory=dict)

    def apart(self, undelivered: UndeliveredChanges) -> list[UndeliveredChanges]:
        """The same changes, one group per story."""
        wanted = {change.id: (change, wishes) for change, wishes in undelivered}
        told = stories([change for change, _ in undelivered], self.authorities)
        return [[wanted[change.id] for change in story] for story in told]

    def news(self, undelivered: UndeliveredChanges, has_posts: bool = False) -> Rendered:
        """The mail about these changes. Readers with the same changes for the same reasons share it.

        `has_posts` is whether the reader follows the articles of their own.
        """
        findings = any(Interest.FINDINGS in wish.interests for _, wishes in undelivered for wish in wishes)
        key = (
            has_posts,
            findings,
            *((change.id, tuple(wish.topic for wish in wishes)) for change, wishes in undelivered),
        )
        if key not in self._mails:
            if len(self._mails) >= MAILS_KEPT:
                self._mails.clear()
            self._mails[key] = self._news(undelivered, has_posts, findings)
        return self._mails[key]

    def quiet(self, topics: Sequence[str], since: datetime) -> Rendered:
        """The "no news this week" mail for a reader of these topics."""
        told = quiet(self.checked(topics), topics, self.topic_names, self.letterhead, since=since, ends_at=self.ends_at)
        return render_digest(replace(told, open_posts=self.open_posts if OWN_POSTS in topics else None))

    def reminder(self) -> Rendered:
        """The mail that says our own articles need work, for a reader who gets no other."""
        assert self.open_posts is not None, "only open articles are told of"
        return render_digest(reminder(self.open_posts, self.topic_names, self.letterhead, ends_at=self.ends_at))

    def _news(self, undelivered: UndeliveredChanges, has_posts: bool, findings: bool) -> Rendered:
        told = digest(
            stories([change for change, _ in undelivered], self.authorities),
            {change.id: wishes for change, wishes in undelivered},
            self.topic_names,
            self._all_checked(),
            self.letterhead,
            frequency=self.frequency,
            ends_at=self.ends_at,
            item_of=partial(self._item, findings),
        )
        return render_digest(replace(told, open_posts=self.open_posts if has_posts else None))

    def _all_checked(self) -> SourcesChecked:
        # the same in every digest of a run
        if self._checked is None:
            self._checked = self.checked(None)
        return self._checked

    def _item(self, findings: bool, story: Sequence[Change]) -> Item:
        key: tuple[str | bool, ...] = (findings, *(change.id for change in story))
        if key not in self._items:
            if len(self._items) >= ITEMS_KEPT:
                self._items.clear()
            background = self.contexts.of(story)
            if findings and self.quotable:
                background = replace(background, findings=self.quotable(story))
            self._items[key] = item(story, background)
        return self._items[key]
