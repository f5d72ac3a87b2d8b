"""Wordings of rules about groups, of conditions and of puzzles: the kinds of `dataset.qa.advanced_rules`."""

from __future__ import annotations

from itertools import product

from dataset.qa.phrasings.ways import Phrases, Table, asked, said

_MEMBER = said(
    "person group",
    "{0} is [also|still|surely|really|certainly|known to be|said to be] a {1}.",
    "{0} [was|has become|works now as|has been|wants to be called|trained as|is known as|serves as|acts as] a {1}.",
    "{0} works as a {1} [now|today].",
    "{0} is a {1} [now|today|by trade|at heart].",
    "[now|here|at work|by trade|as we know] {0} is a {1}.",
    "{0} is one {1}.",
    "{0}: a {1}.",
    "{0}, a {1}.",
    "{0} is the {1}.",
    "the {1} is {0}.",
    "a {1} is what {0} is.",
    "what {0} is, is a {1}.",
    "it is true that {0} is a {1}.",
    "we know {0} as a {1}.",
    "{0} belongs to the {1} group.",
    "{0} is in the {1} group.",
    "{0} is a member of the {1} group.",
    "one {1} is {0}.",
    "{0} [earns money|makes a living] as a {1}.",
    "{0} has the job of a {1}.",
    "{0} is employed as a {1}.",
)
_EVERY = said(
    "group group",
    "[any|every single|each single] {0} is also a {1}.",
    "[every|each|any] {0} is [always|surely|certainly|really|at the same time] a {1}.",
    "[every|each|any] {0} must be a {1}.",
    "[every|each|any] {0} [works as|acts as|counts as] a {1}.",
    "a {0} is always [|also] a {1}.",
    "a {0} is [surely|certainly] a {1}.",
    "whoever is a {0} is [|also] a {1}.",
    "who is a {0} is [|also] a {1}.",
    "if somebody is a {0}, they are [|also] a {1}.",
    "if you are a {0}, you are [|also] a {1}.",
    "all of the {0} group are in the {1} group.",
    "there is no {0} who is not a {1}.",
    "to be a {0} is to be a {1}.",
    "being a {0} means being a {1}.",
    "everyone who is a {0} is [|also] a {1}.",
    "everybody who is a {0} is [|also] a {1}.",
    "you cannot be a {0} and not a {1}.",
    "every {0}: a {1}.",
)
_NONE = said(
    "group group",
    "no {0} [can be|could be|will be|works as|acts as|counts as|was ever|becomes] a {1}.",
    "no {0} is [also|really|at the same time] a {1}.",
    "no {0} can ever be a {1}.",
    "not [a|one] single {0} is a {1}.",
    "not one {0} is [also|ever|really] a {1}.",
    "a {0} is [not|certainly not|surely not|at no time] a {1}.",
    "a {0} [cannot be|can never be|will never be|must not be] a {1}.",
    "[every|each|any] {0} is surely not a {1}.",
    "whoever is a {0} is [not|never] a {1}.",
    "who is a {0} is [not|never] a {1}.",
    "if somebody is a {0}, they are [not|never] a {1}.",
    "if you are a {0}, you are [not|never] a {1}.",
    "there is no {0} who is a {1}.",
    "there is not one {0} who is a {1}.",
    "nobody who is a {0} is a {1}.",
    "you cannot be a {0} and a {1}.",
    "nobody is a {0} and a {1}.",
    "none of the {0} group are in the {1} group.",
    "everyone who is a {0} is not a {1}.",
    "to be a {0} is not to be a {1}.",
)
_IS = asked(
    "person group",
    [
        "is {0} [also|really|certainly|perhaps] a {1}",
        "is it [right|certain|clear] that {0} is a {1}",
        "is it true that {0} is [|also] a {1}",
        "[must|can|will] {0} be a {1}",
        "does {0} work as a {1}",
        "is {0} in the {1} group",
    ],
    ["[whether|if] {0} is [|also] a {1}", "whether {0} must be a {1}"],
    ["{0} is a {1}?", "{0} is a {1}, right?", "{0}: a {1}?", "is {0} a {1} or not?"],
)
_PLANS = {"goes": ("go", "will go", "leaves"), "stays": ("stay", "will stay", "remains")}


def _plan(plan: str) -> Phrases:
    plain, will, other = _PLANS[plan]
    return said(
        "person",
        f"{{0}} [now|surely|certainly|really|always|also|today] {plan}.",
        f"{{0}} [{will}|{other}|is going to {plain}|wants to {plain}|has to {plain}|must {plain}|can {plain}].",
        f"{{0}} [{will}|{other}|is going to {plain}|wants to {plain}|has to {plain}] [today|now|tonight].",
        f"[now|today|tonight|this time|surely] {{0}} {will}.",
        f"[tonight|this time|surely|as we know] {{0}} {plan}.",
        f"{{0}} {plan} [tonight|this time|for sure|indeed].",
        f"it is [true|certain|clear] that {{0}} {plan}.",
        f"we [know|heard|see] that {{0}} {plan}.",
        f"{{0}} [decided|plans|chose|agreed] to {plain}.",
        f"{{0}} does {plain}.",
    )


def _conditions(plan: str, then: str) -> Phrases:
    one, other = f"{{0}} {plan}", f"{{1}} {then}"
    will, first = _PLANS[then][1], _PLANS[plan][2]
    return said(
        "person person",
        f"[if|when|whenever|once|as soon as|every time|each time] {one}, then {other}.",
        f"[as soon as|every time|each time|in case|any time|provided|so long as] {one}, {other}.",
        f"{other} [if|when|whenever|once|as soon as|every time|in case|provided] {one}.",
        f"[if|when|whenever|once|as soon as] {one}, {{1}} {will}.",
        f"[if|when|whenever|once] {one}, {{1}} [also|always|surely] {then}.",
        f"[if|when|whenever|once|as soon as] {{0}} {first}, {other}.",
        f"{{1}} {will} [if|when|whenever|once] {one}.",
        f"[should it be that|suppose] {one}: then {other}.",
    )


_GOES = asked(
    "person",
    [
        "[does|will] {0} go now",
        "[does|will|can] {0} leave",
        "is {0} going [|today|now]",
        "is {0} going to go",
        "does {0} [also|really] go",
        "will {0} [also|really] go",
        "is it true that {0} goes",
    ],
    ["[whether|if] {0} goes", "[whether|if] {0} will go"],
    ["{0} goes?", "does {0} go or stay?", "{0} will go?", "{0} goes, right?"],
)
_OWN = "have|own|keep|got|bought"
_SHARE = said(
    "person person person animal animal animal",
    f"{{0}}, {{1}} and {{2}} [{_OWN}|took|chose|feed|had|love] a {{3}}, a {{4}} and a {{5}}, one each.",
    "{0}, {1} and {2} [hold|took|chose|feed|had|owned|love|share] a {3}, {4} and {5}, one each.",
    f"{{0}}, {{1}} and {{2}} each [{_OWN}] one of a {{3}}, {{4}} and {{5}}.",
    f"{{0}}, {{1}} and {{2}} [{_OWN}] one animal each: a {{3}}, {{4}} and {{5}}.",
    f"{{0}}, {{1}} and {{2}} [{_OWN}] one each of a {{3}}, {{4}} and {{5}}.",
    f"{{0}}, {{1}} and {{2}} [{_OWN}] one each: {{3}}, {{4}} and {{5}}.",
    "{0}, {1}, {2}: one each of {3}, {4}, {5}.",
    "each of {0}, {1} and {2} [has|owns|keeps] one of {3}, {4} and {5}.",
    "{0}, {1} and {2} share out a {3}, {4} and {5}, one each.",
    "a {3}, {4} and {5} belong to {0}, {1} and {2}, one each.",
)
_HAS = said(
    "person animal",
    "{0} [got|bought|took|chose|feeds|holds|loves|cares for|has got] the {1}.",
    "{0} [owns|keeps|bought|got|took|chose] a {1}.",
    "{0} is the owner of [the|a] {1}.",
    "the {1} [belongs to|is with|is owned by|is kept by|lives with|was bought by] {0}.",
    "the {1} owner is {0}.",
    "the owner of the {1} is {0}.",
    "the one who [has|owns|keeps] the {1} is {0}.",
    "it is {0} who [has|owns|keeps] the {1}.",
    "{0} [surely|certainly|really|now|clearly|already] has the {1}.",
    "{0} [surely|certainly|really|now|clearly|already] owns the {1}.",
    "{0} with the {1}.",
    "{0}: the {1}.",
    "{0} has the {1}, we know.",
)
_HAS_NOT = said(
    "person animal",
    "{0} [got|bought|took|chose|feeds|holds] no {1}.",
    "{0} does not [have|own|keep|like|hold|feed|care for] [the|a] {1}.",
    "{0} did not [get|buy|take|choose] [the|a] {1}.",
    "{0} [never|surely never] [owned|had|kept|bought] [the|a] {1}.",
    "{0} is not the owner of [the|a] {1}.",
    "the {1} does not belong to {0}.",
    "the {1} is not [with|owned by|kept by] {0}.",
    "the {1} owner is not {0}.",
    "the owner of the {1} is not {0}.",
    "it is not {0} who [has|owns|keeps] the {1}.",
    "{0} [has|owns|keeps] [something|an animal] else, not the {1}.",
    "no {1} for {0}.",
    "{0} cannot be the {1} owner.",
)
_DRINKS = said(
    "animal drink",
    "the {0} owner [always|often|only|now|also|really|usually|mostly] [likes|wants|loves|has] {1}.",
    "the {0} owner [likes|wants|loves|orders|prefers|has|takes] {1}.",
    "the {0} owner [also|really|usually|mostly] drinks {1}.",
    "the owner of the {0} [|always|often|only|now] drinks {1}.",
    "the owner of the {0} [likes|wants|loves|orders|takes] {1}.",
    "who [has|owns|keeps] the {0} [|always|only] drinks {1}.",
    "whoever [has|owns|keeps] the {0} [|always|only] drinks {1}.",
    "the one who [has|owns|keeps] the {0} drinks {1}.",
    "the drink of the {0} owner is {1}.",
    read=("{1} is what the {0} owner drinks.", "{1} is the drink of the {0} owner."),
)
_PUZZLE: Table = {
    "owner": asked(
        "animal",
        [
            "who [got|bought|took|feeds] the {0}",
            "who is the owner of the {0}",
            "who is the {0} owner",
            "who does the {0} belong to",
            "[which one|which person|which of them] [has|owns] the {0}",
        ],
        ["who [has|owns|keeps] the {0}", "who the owner of the {0} is", "who the {0} belongs to"],
        ["name the owner of the {0}.", "the {0} belongs to whom?", "the {0} owner?"],
    ),
    "animal": asked(
        "person",
        [
            "[which|what] animal does {0} [have|own|keep|care for]",
            "which animal [is|was] that of {0}",
            "which animal is with {0}",
            "which of the animals [is with|belongs to] {0}",
        ],
        ["[which|what] animal {0} [has|owns|keeps]", "which animal belongs to {0}"],
        ["{0} has which animal?", "name the animal of {0}.", "the animal of {0}?"],
    ),
    "drink": asked(
        "person",
        [
            "what does {0} [like to drink|usually drink|only drink|take|order]",
            "what is {0} drinking",
            "what is the drink of {0}",
            "what drink does {0} [have|like]",
            "which drink does {0} [have|like]",
        ],
        ["what {0} [drinks|likes to drink|is drinking]", "what the drink of {0} is"],
        ["{0} drinks what?", "name the drink of {0}.", "the drink of {0}?"],
    ),
}

STATEMENTS: dict[str, Table] = {
    "syllogism": {"member": _MEMBER, "every": _EVERY, "none": _NONE},
    "conditional": {plan: _plan(plan) for plan in _PLANS}
    | {f"if {plan} {then}": _conditions(plan, then) for plan, then in product(_PLANS, repeat=2)},
    "puzzle": {"share": _SHARE, "has": _HAS, "has_not": _HAS_NOT, "drinks": _DRINKS},
}
QUERIES: dict[str, Table] = {"syllogism": {"is": _IS}, "conditional": {"goes": _GOES}, "puzzle": _PUZZLE}
"""By kind and relation."""
