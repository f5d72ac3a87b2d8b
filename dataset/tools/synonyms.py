"""Words of tool names and descriptions that may replace each other."""

from __future__ import annotations

from collections.abc import Mapping

_TABLE = """
get: fetch retrieve obtain
fetch: get retrieve
retrieve: get fetch
find: search locate discover
search: find query
look: check
lookup: find search
list: show enumerate
show: display list present
set: configure adjust assign
change: alter modify switch
update: modify change
create: make build compose
make: create build
add: insert append put
delete: remove erase drop
remove: delete erase
cancel: revoke abort drop
send: deliver dispatch transmit
read: open view
book: reserve
reserve: book hold
buy: purchase acquire
order: request purchase
pay: settle
play: stream
start: begin launch run
stop: halt end
calculate: compute determine
compute: calculate determine
convert: transform change
count: tally number
translate: convert render
track: trace follow
transfer: move wire
move: shift relocate
share: publish
save: store record
log: record
rent: hire lease
call: phone dial
block: freeze lock
lock: secure
switch: toggle turn
evaluate: calculate compute
split: divide
sort: arrange rank
define: explain
renew: extend prolong
return: give_back
tell: report state
current: present live
latest: newest recent
next: upcoming following
city: town location place
country: nation state
place: location spot
street: road
address: location
date: day
time: hour clock_time
days: number_of_days
minutes: mins duration_in_minutes
hours: hrs
people: persons guests party
person: individual contact
passengers: travelers riders
recipient: receiver addressee
sender: author from_whom
amount: sum total
quantity: amount number_of_items
price: cost fee
cost: price
total: overall_amount
text: content body wording
message: text
title: name heading
label: name tag
subject: topic heading
topic: theme subject
query: search_term question
keyword: term word
word: term
language: tongue
item: article
items: articles things
product: article item
restaurant: eatery diner
hotel: lodging accommodation
room: chamber space
movie: film
movies: films
film: movie
song: track tune
artist: musician performer
genre: category style
category: kind class
kind: type category
music: audio tunes
playlist: tracklist
flight: plane
flights: planes air_travel
train: rail
trains: rail_connections
car: vehicle automobile
ride: trip cab
origin: start source departure
destination: target goal arrival
pickup: start_point
weather: meteo climate
temperature: degrees temp
forecast: outlook prediction
units: measurement unit_system
unit: measure
account: bank_account
balance: funds
money: funds cash
bank: financial
card: payment_card
bill: invoice
company: firm business
stock: share equity
shares: stocks
symbol: ticker
event: appointment meeting
events: appointments meetings
calendar: schedule agenda
reminder: alert notification
task: todo job
alarm: alert wakeup
timer: countdown
email: mail e_mail
phone: telephone
contact: person
file: document
files: documents
note: memo
notes: memos
news: headlines
recipe: dish
ingredients: components
team: club squad
match: game
result: outcome score
doctor: physician
workout: exercise training
weight: mass
height: tallness
length: extent
width: breadth
light: lamp
door: entrance
mode: setting
level: value
reason: cause
user: person customer
whether: if
maximum: largest highest
minimum: smallest lowest
max: maximum
min: minimum
annual: yearly
rate: percentage
years: number_of_years
books: publications
library: book_collection
parcel: package shipment
apartment: flat
apartments: flats
jobs: positions openings
position: role job
garden: yard
areas: zones parts
frequency: interval
"""


def _read(table: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for line in table.strip().splitlines():
        word, _, others = line.partition(": ")
        found[word] = tuple(other.replace("_", " ") for other in others.split())
    return found


SYNONYMS: Mapping[str, tuple[str, ...]] = _read(_TABLE)
"""By word, what it may be replaced with: one or several words, separated by blanks."""
ONLY_IN_NAMES = frozenset(
    "search list show look call ride book order play set check position current log share count track time day date "
    "block result place level kind switch lock light change move start stop run return read save send number split "
    "sort symbol card event match article name title label text note user whether subject query document person".split()
)
"""Words whose synonyms do not fit into sentences, since they are nouns and verbs or part of fixed phrases."""
VERBS = frozenset(
    "add allow book buy calculate call cancel change charge check compute convert count create define delete determine "
    "evaluate fetch find generate get give identify list lock look make mark move order pay play predict provide read "
    "rename renew rent reserve retrieve return save search send set share show sort split start switch tell track "
    "transfer translate update water".split()
)
"""Verbs that the descriptions of tools begin with."""
