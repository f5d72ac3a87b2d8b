"""How people ask for shopping and the home."""

from __future__ import annotations

from dataset.tools.generator.amounts import VAGUE, decimal, money, whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.things import GROCERY, ORDER_NUMBER, PRODUCT, ROOM
from dataset.tools.generator.wording import Wording

WORDINGS = (
    Wording(
        "search_products",
        {
            "query": PRODUCT,
            "max_price": money(20, 500),
            "free_shipping": flag("with free shipping|and shipping must be free", ", shipping costs don't matter"),
        },
        commands="""
            (find|search for|look for|show me) {query}
            search the shop for {query}
            find me a good {query}
            browse for {query}
            look for a {query} to buy
            search the shop
        """,
        sentences="""
            I'm looking for a {query}
            I (need|want) (to buy |)a new {query}
            do you have a {query}?
            how much is a {query}?
            what {query} do you sell?
            I'd like to buy something
        """,
        says={"max_price": "under {}|for at most {}|below {}"},
        asks={"query": "What are you looking for?|Which product?"},
        answers="There is the {products[0][name]} for ${products[0][price]} and the {products[1][name]} for "
        "${products[1][price]}.",
        offers={"add_to_cart.product": "products.*.name"},
        alike="search_web add_to_cart",
    ),
    Wording(
        "add_to_cart",
        {
            "product": PRODUCT,
            "quantity": whole(2, 9, wrong=VAGUE),
            "gift_wrap": flag("gift wrapped|and wrap it as a gift|as a gift", "without gift wrap|no wrapping"),
        },
        commands="""
            (add {product} to|put {product} in) my cart
            add the {product} to the (shopping cart|basket)
            put {quantity} {product} in the cart
            add to my cart: {product}
            place {product} in my basket
            add something to my cart
        """,
        sentences="""
            I'll take the {product}
            {product} into the cart please
            the {product} goes in my cart
            I want {product} in my basket
            I'm taking {product}, add it to the cart
            my cart needs {product}
        """,
        says={"quantity": ", {} of them|, {} pieces"},
        asks={"product": "Which product?|What should I add?"},
        answers="I added {added}.|Your cart has {items_in_cart} items now.",
        alike="add_to_grocery_list search_products",
        changes=True,
    ),
    Wording(
        "add_to_grocery_list",
        {"items": list_of(GROCERY, 1, 4)},
        commands="""
            (add {items} to|put {items} on) (my|the) (shopping|grocery) list
            put {items} on the list
            add to the grocery list: {items}
            write {items} on my shopping list
            include {items} in the groceries
            add something to my shopping list
        """,
        sentences="""
            we (need|are out of) {items}
            we've run out of {items}, put that on the list
            I have to buy {items}, add it to the shopping list
            for the grocery list: {items}
            I need {items} from the store
            there's no {items} left, put it on the shopping list
        """,
        asks={"items": "What should I add?|Which items?|What do you need?"},
        answers="Added, there are {items_on_list} items on the list.|It is on the list.",
        alike="add_to_cart add_task",
        changes=True,
    ),
    Wording(
        "return_order",
        {
            "order_number": ORDER_NUMBER,
            "reason": choice(
                {
                    "damaged": "because it is damaged|, it's broken|since it arrived damaged",
                    "wrong_size": "because it has the wrong size|, it doesn't fit|since the size is wrong",
                    "wrong_item": "because it is the wrong item|, they sent the wrong thing",
                    "unwanted": "because I don't want it any more|, I changed my mind",
                }
            ),
        },
        commands="""
            return (my |)order {order_number}
            send back order {order_number}
            start a return for {order_number}
            make a return
            arrange a refund for order {order_number}
            return my order
        """,
        sentences="""
            I want to return order {order_number}
            I'd like to send {order_number} back
            order {order_number} has to go back
            can I return {order_number}?
            I need a refund for {order_number}
            I want to return something
        """,
        says={"reason": "{}", "order_number": ", the number is {}"},
        asks={
            "order_number": "What is the order number?|Which order?",
            "reason": "Why do you want to return it?|What is wrong with it?",
        },
        answers="Use the label {return_label}.|You get your money back in {refund_in_days} days.",
        alike="track_order",
        changes=True,
    ),
    Wording(
        "set_thermostat",
        {"temperature": decimal(16, 25), "room": ROOM},
        commands="""
            set the (heating|thermostat|temperature) to {temperature}[ degrees]
            heat to {temperature} degrees
            (turn|put) the heating (up |down |)to {temperature}
            make it {temperature} degrees
            change the heating
            adjust the thermostat
            warm it up to {temperature} degrees
        """,
        sentences="""
            I'd like it to be {temperature} degrees
            it should be {temperature} degrees
            {temperature} degrees please
            I want {temperature} degrees
            thermostat to {temperature}
            it's too cold, turn the heating up
        """,
        says={"temperature": "to {} degrees|to {}", "room": "in the {}"},
        asks={"temperature": "To how many degrees?|To which temperature?|How warm should it be?"},
        answers="The heating is set to {target} degrees.|It will be {target} degrees in {room}.",
        changes=True,
    ),
    Wording(
        "switch_light",
        {"room": ROOM, "on": choice({True: "on", False: "off"})},
        commands="""
            (turn|switch) {on} the {room} light[s]
            (turn|switch) the light {on}
            turn the {room} lights {on}
            (turn|switch) the light in the {room} {on}
            make the {room} lights go {on}
            switch {on} the light
        """,
        sentences="""
            lights {on} in the {room}
            {room} lights {on}
            light {on}
            I want the {room} light {on}
            the light in the {room} should be {on}
            can I have the {room} lights {on}?
        """,
        says={"room": "in the {}"},
        asks={"room": "In which room?|Which room?|Where?"},
        answers="The light in the {room} is {light}.|Done, it is {light}.",
        alike="dim_light",
        changes=True,
    ),
    Wording(
        "dim_light",
        {"room": ROOM, "brightness": whole(10, 95, 5, wrong="cozy|purple|blinding")},
        commands="""
            dim the {room} lights
            (dim|set) the light in the {room} to {brightness} percent
            set the {room} lights to {brightness}
            turn the {room} lights down to {brightness} percent
            bring the {room} lights to {brightness}%
            change the brightness
            make the {room} lights {brightness} percent bright
        """,
        sentences="""
            {room} lights at {brightness} percent
            I want the {room} light at {brightness} percent
            the {room} light is too bright
            it's too bright in the {room}
            {brightness} percent light in the {room} please
            the brightness isn't right
        """,
        says={"room": "in the {}", "brightness": ", {} percent please|, make it {}"},
        asks={"room": "In which room?|Which room?", "brightness": "How bright?|To how many percent?"},
        answers="The light in the {room} is at {brightness} percent.|Done, {brightness} percent.",
        alike="switch_light",
        changes=True,
    ),
    Wording(
        "set_door_lock",
        {
            "door": choice(
                {
                    "front": "front door",
                    "back": "back door",
                    "garage": "garage door|garage",
                    "balcony": "balcony door|balcony",
                },
                wrong="cellar door|attic door|shed door|fridge",
            ),
            "locked": choice({True: "lock", False: "unlock"}),
        },
        commands="""
            {locked} the {door}
            {locked} the door
            please {locked} the {door}
            go and {locked} the {door}
            {locked} the {door} right away
            {locked} a door
        """,
        sentences="""
            I want you to {locked} the {door}
            it's time to {locked} the {door}
            did you {locked} the {door}? Please do
            I forgot to {locked} the {door}
            you should {locked} the {door}
            someone has to {locked} the {door}
        """,
        asks={"door": "Which door?|Which one?"},
        answers="The {door} door is {state}.|It is {state} now.",
        changes=True,
    ),
    Wording(
        "start_vacuum",
        {
            "rooms": list_of(ROOM, 1, 3),
            "mode": choice(
                {"quiet": "quiet|silent", "standard": "standard|normal", "turbo": "turbo|full power"},
                wrong="wet|ultrasonic|rocket|steam",
            ),
        },
        commands="""
            (start|run) the (vacuum|vacuum robot|robot)
            vacuum the {rooms}
            clean the {rooms} with the robot
            vacuum the house
            have the robot clean
            send the robot to the {rooms}
        """,
        sentences="""
            the {rooms} (needs|need) vacuuming
            it's dusty, start the robot
            I need the floor vacuumed
            the floors are dirty
            the robot should clean the {rooms}
            can the robot clean?
        """,
        says={"rooms": "in the {}", "mode": "in {} mode|on {}"},
        answers="The robot cleans {rooms} for {minutes} minutes.|It started and takes {minutes} minutes.",
        changes=True,
    ),
)
