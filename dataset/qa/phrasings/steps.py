"""Wordings about rankings, rows of colours, days of events and numbers of goods: `dataset.qa.advanced_steps`."""

from __future__ import annotations

from dataset.qa.phrasings.people import SCALES, compared, end
from dataset.qa.phrasings.ways import Phrases, Table, asked, said

_SCALES = ("taller", "faster", "stronger")
_ENDS = [name for more in _SCALES for name in (more[:-2] + "est", SCALES[more][0][:-2] + "est")]

_NEXT = said(
    "colour colour",
    "[directly|straight|always|now|then|] after {0} [is|follows] {1}.",
    "[directly|straight|always] after {0} comes {1}.",
    "[directly|straight|always|right|just] after {0} you [see|get] {1}.",
    "the colour {1} [comes|follows|is] [right|just|directly|straight|next|] after {0}.",
    "the colour {1} [is|comes] the next one after {0}.",
    "the colour {1} [|directly|always|soon] follows {0}.",
    "the colour {0} is followed by {1}.",
    "the colour {0} [comes|is] [right|just|directly|] before {1}.",
    "[right|just|directly|] before {1} [comes|is] {0}.",
    "next to come after {0} is {1}.",
    "first {0}, then {1}.",
    read=(
        "{1} [comes|follows|is] [right|just|directly|straight|next|] after {0}.",
        "{1} [is|comes] the next one after {0}.",
        "{1} [|directly|always|soon] follows {0}.",
        "{0} is followed by {1}.",
        "{0} [comes|is] [right|just|directly|] before {1}.",
        "{0}, then {1}.",
        "{0} [and|] then {1}.",
    ),
)
_PLACES = said(
    "colour colour number",
    "[directly|always|now|then|exactly] {2} [places|steps] after {0} [comes|is|follows] {1}.",
    "{2} [places|steps] [after|behind] {0} [comes|is|follows] {1}.",
    "the colour {1} [comes|is|follows] {2} [places|steps] [after|behind] {0}.",
    "the colour {0} [comes|is] {2} [places|steps] before {1}.",
)
_AFTER = asked(
    "colour number",
    [
        "[which colour|what|what colour] [is|comes|follows] {1} [places|steps] after {0}",
        "[which colour|what|what colour] [is|comes] {1} [places|steps] behind {0}",
        "[which one|which] is {1} places after {0}",
    ],
    ["[which colour|what] [is|comes] {1} places after {0}", "[which colour|what] comes {1} steps after {0}"],
    ["{1} places after {0} [comes|is] what?", "{1} [places|steps] after {0}?"],
)

_ON = said(
    "event day",
    "the {0} [will be|will take place|is held|will start|happens|is planned for|was|comes|is set|is fixed] on {1}.",
    "the {0} is [always|also|now|surely] on {1}.",
    "the {0} will [begin|happen|be held|fall] on {1}.",
    "the {0} [took place|started|began|happened|was held] on {1}.",
    "on {1} [is|comes|begins|starts|will be|was] the {0}.",
    "on {1} there [is|will be] [the|a] {0}.",
    "on {1} we have [the|a] {0}.",
    "we [have|plan|hold|start] the {0} on {1}.",
    "the day of the {0} is {1}.",
    "the {0}: {1}.",
    "the {0}: on {1}.",
    "{1} is the day of the {0}.",
    "there is [a|the] {0} on {1}.",
    "I have [a|the] {0} on {1}.",
)


def _shifted(side: str, later: str) -> Phrases:
    """Ways to say that event {0} is a day after, or before, event {1}."""
    verbs = "is|comes|falls|begins|starts|takes place|will be|is held|happens"
    return said(
        "event event",
        f"the {{0}} [will be|takes place|is held|happens|will start|is planned for|was] the day {side} the {{1}}.",
        f"the {{0}} [{verbs}] one day {side} the {{1}}.",
        f"the {{0}} [{verbs}] a day {side} the {{1}}.",
        f"the {{0}} [is|comes|starts|begins|takes place|is held] [a|one] day {later} than the {{1}}.",
        f"the day {side} the {{1}} [is|comes|begins|starts|we have] the {{0}}.",
        f"one day {side} the {{1}} [is|comes|begins|starts|we have] the {{0}}.",
        f"a day {side} the {{1}} [is|comes|begins|starts|we have] the {{0}}.",
    )


def _days(side: str, later: str) -> Phrases:
    """Ways to say that event {0} is some days after, or before, event {1}."""
    verbs = "takes place|will be|is held|happens|will start|is planned for|was"
    return said(
        "event event number",
        f"the {{0}} [{verbs}] {{2}} days {side} the {{1}}.",
        f"the {{0}} [is|comes|falls|begins|starts] [just|exactly|only] {{2}} days {side} the {{1}}.",
        f"the {{0}} [is|comes|starts|begins|takes place|is held] {{2}} days {later} than the {{1}}.",
        f"{{2}} days {side} the {{1}} [is|comes|begins|starts|we have] the {{0}}.",
        f"[just|exactly|only] {{2}} days {side} the {{1}} [is|comes|begins|starts|we have] the {{0}}.",
    )


_DAY = asked(
    "event",
    [
        "[on which day|on what day|what day|which day|when] is the {0}",
        "[on what day|what day|when] does the {0} [begin|start|take place]",
        "[on which day|on what day|what day|when] will the {0} [be|take place|start]",
        "what is the day of the {0}",
    ],
    ["[on which day|what day|when] the {0} [is|begins|takes place|starts]", "what the day of the {0} is"],
    ["the {0} is when?", "the {0} is on which day?", "name the day of the {0}."],
)


def _has(*patterns: str) -> Phrases:
    return said("person number goods", *patterns)


_TO_OR_FROM = said(
    "person person number goods",
    "{0} [passes|brings|lends|sells|offers|throws|mails] {2} {3} to {1}.",
    "{0} [gave|handed|sent|passed|brought|lent|sold] {2} {3} to {1}.",
    "{0} [gives|hands|sends|passes|brings|gave|sent|brought] {1} {2} {3}.",
    "{0} [gives|gave] away {2} {3} to {1}.",
    "{1} [buys|receives|borrows|took|got|bought|received|borrowed|accepts] {2} {3} from {0}.",
    "{1} is given {2} {3} by {0}.",
    "{1} was given {2} {3} by {0}.",
    "from {0} {1} [gets|got|takes|receives|buys] {2} {3}.",
    "{0} shares {2} {3} with {1}.",
    "{2} {3} go from {0} to {1}.",
    "{0} then [gives|gave] {2} {3} to {1}.",
    "{1} then [gets|got] {2} {3} from {0}.",
)
_CHANGES: Table = {
    "has": _has(
        "{0} [began|started|started off|starts off|starts out] with {1} {2}.",
        "{0} [had|owned|keeps|kept|held|has got|carries|carried|counts|possesses] {1} {2}.",
        "{0} [first|now|already|once|also|still] has {1} {2}.",
        "{0} [first|already|once] had {1} {2}.",
        "{0} has {1} {2} [at first|now|in a box|at home|in all|to begin with|to start with].",
        "{0} had {1} {2} [at first|to begin with|to start with].",
        "at first {0} [has|had|owns|owned] {1} {2}.",
        "in the beginning {0} [has|had] {1} {2}.",
        "there are {1} {2} [in the hands of|with] {0}.",
        "{1} {2} [belong to|are with] {0}.",
        "{0}: {1} {2}.",
        "{0} is the owner of {1} {2}.",
    ),
    "finds": _has(
        "{0} [found|got|won|bought|made|receives|received|earns|collects|picks up|picked up|gains] {1} {2}.",
        "{0} [finds|gets|wins|buys|makes|found|got|won|bought|made|receives] {1} more {2}.",
        "{0} then [finds|gets|buys|wins|found|got|bought] {1} {2}.",
        "{0} then [finds|gets|buys|wins|found|got|bought] {1} more {2}.",
        "{0} [is|was] given {1} {2}.",
        "then {0} [finds|gets|buys|wins|found|got|bought] {1} {2}.",
        "later {0} [finds|gets|buys] {1} {2}.",
    ),
    "loses": _has(
        "{0} [lost|sold|broke|dropped|threw away|uses|used|wastes|spends|hides] {1} {2}.",
        "{0} then [loses|sells|breaks|drops|lost|sold|broke|dropped] {1} {2}.",
        "{0} [loses|sells|breaks|drops|lost|sold] {1} of the {2}.",
        "then {0} [loses|sells|breaks|drops|lost|sold|broke|dropped] {1} {2}.",
        "later {0} [loses|sells|breaks|drops|lost|sold] {1} {2}.",
        "{1} {2} of {0} are [lost|sold|broken|gone].",
        "{0} [loses|sells|breaks|drops|lost|sold] {1} {2} [again|today].",
    ),
    "gives": _TO_OR_FROM,
}
_HOW_MANY = asked(
    "person goods",
    [
        "how many {1} does {0} have [left|at the end|now in all|in all]",
        "how many {1} does {0} [own|hold|keep] [|now]",
        "how many {1} has {0} got [|now|left]",
        "how many {1} has {0} [|now]",
        "how many {1} are [with {0}|left for {0}]",
        "what is the number of {1} that {0} has",
    ],
    ["how many {1} {0} has [|now|left|in the end]", "how many {1} {0} now has"],
    ["{0} has how many {1} [|now]?", "count the {1} of {0}.", "the number of {1} of {0}?"],
)

STATEMENTS: dict[str, Table] = {
    "order": {more: compared(more) for more in _SCALES},
    "sequence": {"next": _NEXT, "places": _PLACES},
    "schedule": {
        "on": _ON,
        "day_after": _shifted("after", "later"),
        "day_before": _shifted("before", "earlier"),
        "days_after": _days("after", "later"),
        "days_before": _days("before", "earlier"),
    },
    "arithmetic": _CHANGES,
}
QUERIES: dict[str, Table] = {
    "order": {name: end(name) for name in _ENDS},
    "sequence": {"after": _AFTER},
    "schedule": {"day": _DAY},
    "arithmetic": {"how_many": _HOW_MANY},
}
"""By kind and relation."""
