"""Wordings about possessions, comparisons, relatives and moments: `dataset.qa.default_people` and `default_visits`."""

from __future__ import annotations

from dataset.qa.phrasings.rooms import HAS, INSIDE
from dataset.qa.phrasings.ways import Phrases, Table, asked, said

_HOLDER = {
    "who_has": asked(
        "thing|box",
        [
            "who [has|took|carries|holds|owns|keeps|got] the {0}",
            "who has [got|found] the {0}",
            "who is [holding|carrying] the {0}",
            "who has the {0} now",
            "which [one|person] has the {0}",
            "who [picked up|grabbed|found|brought] the {0}",
            "to whom does the {0} belong",
            "who does the {0} belong to",
        ],
        ["who [has|took|carries|holds] the {0}", "with whom the {0} is"],
        ["name the one who has the {0}.", "the {0} is with whom?", "the {0} belongs to whom?"],
    ),
    "what_has": asked(
        "person",
        [
            "what does {0} [have|carry|hold|own|keep]",
            "what did {0} [take|get|find|bring|pick up]",
            "what has {0} got",
            "what is {0} [holding|carrying]",
            "what does {0} have now",
            "which thing does {0} [have|carry|hold]",
            "which thing is with {0}",
        ],
        ["what {0} [has|took|carries|holds]", "what {0} is carrying"],
        ["name the thing that {0} has.", "{0} has what?", "{0} took what?"],
    ),
}
SCALES = {
    "older": ("younger", "old", "young"),
    "taller": ("shorter", "tall", "short"),
    "faster": ("slower", "fast", "slow"),
    "stronger": ("weaker", "strong", "weak"),
}
"""By comparison: its contrary, and the plain words of both."""
_DEGREES = "a bit|a little|clearly|far|slightly|still|also|even"


def compared(more: str) -> Phrases:
    """Ways to say that {0} is above {1} on a scale."""
    less, high, low = SCALES[more]
    return said(
        "person person",
        f"{{0}} is [|much|{_DEGREES}] {more} than {{1}}.",
        f"{{1}} is [|much|{_DEGREES}] {less} than {{0}}.",
        f"{{0}} [looks|seems|appears|must be|is said to be] {more} than {{1}}.",
        f"{{1}} [looks|seems|appears|must be|is said to be|is known to be] {less} than {{0}}.",
        f"compared [to|with] {{1}}, {{0}} is {more}.",
        f"compared [to|with] {{0}}, {{1}} is {less}.",
        f"{{1}} is not [as|so|quite as|nearly as] {high} as {{0}}.",
        f"{{0}} is not [as|so|quite as|nearly as] {low} as {{1}}.",
        f"of {{0}} and {{1}}, {{0}} is {more}.",
        f"of {{0}} and {{1}}, {{1}} is {less}.",
        f"{{0}} is the {more} one of {{0}} and {{1}}.",
        f"{{0}} {more} than {{1}}.",
        f"than {{1}}, {{0}} is {more}.",
    )


def above(relation: str) -> Phrases:
    """Ways to ask for the one who is older, or younger, than {0}."""
    what = f"{relation} than {{0}}"
    return asked(
        "person",
        [
            f"who is {what}",
            f"who is [even|still|also] {what}",
            f"which [one|person|of them] is {what}",
            f"who [looks|seems] {what}",
            f"who of [them|these] is {what}",
        ],
        [f"who is {what}", f"which one is {what}", f"which of them is {what}"],
        [f"name [somebody|a person] who is {what}.", f"{what} is who?", f"name who is {what}.", f"{what}: who?"],
    )


def end(relation: str) -> Phrases:
    """Ways to ask for the one who is the oldest of all."""
    return asked(
        "",
        [
            f"who is the {relation}",
            f"who is {relation}",
            f"who is the {relation} [of all|of them|one|person|here|of these]",
            f"which [one|person|of them|of these] is the {relation}",
            f"who of [them|these|all] is the {relation}",
        ],
        [f"who is the {relation}", f"who is {relation}", f"which of them is the {relation}"],
        [f"name the {relation}[| one| person| of them].", f"the {relation} is who?", f"the {relation}?"],
    )


def _comparisons(*names: str) -> Table:
    found: dict[str, Phrases] = {}
    for more in names:
        less = SCALES[more][0]
        found |= {more: above(more), less: above(less)}
        found |= {most: end(most) for most in (more[:-2] + "est", less[:-2] + "est")}
    return found


def _parent(far: str = "") -> Phrases:
    """Ways to say that {0} is the parent of {1}; with `far`, such as grand, the grandparent."""
    up, down = f"{far}parent", f"{far}child"
    near = () if far else ("{0} [raised|brought up|adopted] the child {1}.", "{1} was born to {0}.")
    return said(
        "person person",
        f"{{0}} is [a {up}|one of the {up}s|still the {up}|also the {up}|said to be the {up}] of {{1}}.",
        f"{{0}} is {up} of {{1}}.",
        f"{{0}} has a {down} [|named|called] {{1}}.",
        f"{{0}} has [the|one|only one] {down} {{1}}.",
        f"{{0}} and {{1}} are {up} and {down}.",
        f"{{1}} and {{0}} are {down} and {up}.",
        f"{{1}} is [the|a|one|an only|also a|still a] {down} of {{0}}.",
        f"{{1}} is [|known as|also] {{0}}'s {down}.",
        f"{{1}} is known as [the|a] {down} of {{0}}.",
        f"{{1}} is one of the {_many(down)} of {{0}}.",
        f"{{1}} is one of {{0}}'s {_many(down)}.",
        f"{{0}} is one of {{1}}'s {up}s.",
        f"{{0}} is [also|still|known as|said to be] {{1}}'s {up}.",
        f"{{1}} has [a|the|one] {up} [|named|called] {{0}}.",
        f"{{1}} has a {up}, {{0}}.",
        f"a {down} of {{0}} is {{1}}.",
        f"the {down} of {{0}} is {{1}}.",
        f"{{0}}'s {down} is [|called|named] {{1}}.",
        f"{{1}}'s {up} is [|called|named] {{0}}.",
        f"the {up} of {{1}} is [called|named] {{0}}.",
        *near,
    )


def _many(child: str) -> str:
    return child.replace("child", "children")


def relative(*names: str) -> Phrases:
    """Ways to ask for a relative of {0}, who is called by one of some names."""
    name = "|".join(names)
    return asked(
        "person",
        [
            f"who is the [{name}] of {{0}}",
            f"who is {{0}}'s [{name}]",
            f"who is a [{name}] of {{0}}",
            f"what is the [{name}] of {{0}} called",
            f"what is {{0}}'s [{name}] called",
            f"what is the name of {{0}}'s [{name}]",
            f"which person is the [{name}] of {{0}}",
        ],
        [f"who the [{name}] of {{0}} is", f"who {{0}}'s [{name}] is", f"who is the [{name}] of {{0}}"],
        [f"{{0}}'s [{name}]?", f"the [{name}] of {{0}}?", f"{{0}}'s [{name}] is who?", f"name {{0}}'s [{name}]."],
    )


def _remote(near: str) -> Phrases:
    far = f"grand{near}"
    pairs = (f"{near} of {{0}}'s {far}", f"{far} of {{0}}'s {near}")
    return asked(
        "person",
        [
            *(f"who is the {pair}" for pair in pairs),
            *(f"what is the {pair} called" for pair in pairs),
            f"who is the great {far} of {{0}}",
            f"who is {{0}}'s great {far}",
        ],
        [*(f"who the {pair} is" for pair in pairs), f"who {{0}}'s great {far} is"],
        [f"name {{0}}'s great {far}.", f"the great {far} of {{0}}?"],
    )


_RELATIVES = {name: relative(name) for name in ("parent", "child", "grandparent", "grandchild")}
_RELATIVES |= {"remote_parent": _remote("parent"), "remote_child": _remote("child")}


def _comes(roles: str, *moments: str) -> Phrases:
    """Ways to say that {0} comes at a moment."""
    verbs = "arrives|visits|will arrive|will visit|will be here|is here|is coming|shows up|will show up|is expected"
    patterns = []
    for number, moment in enumerate(moments):
        patterns += [
            f"{{0}} [|comes|will come|{verbs}] {moment}." if number else f"{{0}} [{verbs}] {moment}.",
            f"{moment} [arrives|visits|we see] {{0}}.",
            f"{moment} {{0}} [comes|arrives|visits|will come|will arrive|is here|will be here].",
            f"{{0}} is going to [come|arrive|visit] {moment}.",
            f"{{0}} wants to [come|arrive|visit] {moment}.",
            f"[we|you can|I|please] expect {{0}} {moment}.",
            f"we see {{0}} {moment}.",
            f"{{0}} plans to [come|visit] {moment}.",
            f"{{0}} [also|surely|usually|always] comes {moment}.",
            f"it is {{0}} who comes {moment}.",
            f"{{0}} has a visit {moment}.",
            f"{{0}} can come {moment}.",
            f"{{0}} {moment}.",
            f"{{0}} came {moment}.",
        ]
    return said(roles, *patterns)


def _when(*more: str) -> Phrases:
    when = "|".join(("when", *more))
    return asked(
        "person",
        [
            f"[{when}] does {{0}} [come|arrive|visit]",
            f"[{when}] will {{0}} [come|arrive|visit|be here]",
            f"[{when}] is {{0}} coming",
            f"[{when}] can we expect {{0}}",
        ],
        [f"[{when}] {{0}} [comes|arrives|will come|visits]", f"[{when}] {{0}} is coming"],
        ["{0} comes when?", "when to expect {0}?"],
    )


def _who_comes(moment: str) -> Phrases:
    return asked(
        "day" if "on " in moment else "hour",
        [
            f"who [comes|arrives|visits|is coming|is here] {moment}",
            f"who will [come|arrive|visit|be here] {moment}",
            f"which [one|person] [comes|arrives] {moment}",
            f"whom [can we|do we|do you] expect {moment}",
        ],
        [f"who [comes|arrives|will come|visits] {moment}"],
        [f"{moment} who comes?", f"name the one who comes {moment}."],
    )


def _apart(unit: str) -> Phrases:
    """Ways to ask how much later than {0} somebody comes."""
    return asked(
        "person person",
        [
            f"how many {unit}s [after|later than] {{0}} [does|will] {{1}} [come|arrive|visit]",
            f"how many {unit}s after {{0}} is {{1}} coming",
            f"by how many {unit}s does {{1}} come after {{0}}",
            f"how many {unit}s [pass|are] between {{0}} and {{1}}",
        ],
        [f"how many {unit}s [after|later than] {{0}} {{1}} [comes|arrives|visits]"],
        [f"{{1}} comes how many {unit}s after {{0}}?"],
    )


_DAY = {
    "at": _comes("person day", "on {1}"),
    "after": _comes("person person", "the day after {1}", "one day after {1}", "one day later than {1}"),
    "before": _comes("person person", "the day before {1}", "one day before {1}", "one day earlier than {1}"),
}
_TIME = {
    "at": _comes("person hour", "at {1}"),
    "after": _comes("person person number", "{2} hours after {1}", "{2} hours later than {1}"),
    "before": _comes("person person number", "{2} hours before {1}", "{2} hours earlier than {1}"),
}
STATEMENTS: dict[str, Table] = {
    "holder": {"has": HAS, "inside": INSIDE},
    "comparison": {more: compared(more) for more in ("older", "taller")},
    "kinship": {"parent": _parent(), "grandparent": _parent("grand")},
    "day": _DAY,
    "time": _TIME,
}
QUERIES: dict[str, Table] = {
    "holder": _HOLDER,
    "comparison": _comparisons("older", "taller"),
    "kinship": _RELATIVES,
    "day": {
        "when": _when("on which day", "on what day", "what day", "which day"),
        "who": _who_comes("on {0}"),
        "apart": _apart("day"),
    },
    "time": {
        "when": _when("at what time", "what time", "at which hour"),
        "who": _who_comes("at {0}"),
        "apart": _apart("hour"),
    },
}
"""By kind and relation."""
