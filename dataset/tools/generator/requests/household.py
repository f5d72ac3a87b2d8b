"""How people ask for banking, stocks, shopping, the home and health."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, VAGUE, decimal, money, whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.things import (
    COMPANY,
    FOOD,
    LABEL,
    LAST_DIGITS,
    ORDER_NUMBER,
    PERSON,
    PRODUCT,
    ROOM,
    SYMBOL,
)
from dataset.tools.generator.wording import Wording

_ACCOUNT = choice(
    {"checking": "checking account|checking", "savings": "savings account|savings"},
    wrong="retirement account|crypto account|pension account|joint account",
)

WORDINGS = (
    Wording(
        "check_balance",
        {"account": _ACCOUNT},
        commands="""
            (check|show|tell me) my (account |bank |)balance
            check how much money I have
            look up my balance
            tell me how much is in my account
            show me what I have at the bank
            get my account balance
        """,
        sentences="""
            how much money do I have?
            what's my (account |bank |)balance?
            am I broke?
            what's left on my account?
            balance please
            how much is in the bank?
        """,
        says={"account": "in my {}|on my {}|for my {}"},
        answers="You have ${balance} in your {account} account.|Your balance is ${balance}.",
    ),
    Wording(
        "transfer_money",
        {"amount": money(5, 5000), "recipient": PERSON, "account": _ACCOUNT, "reference": LABEL},
        commands="""
            (transfer|send|wire) {amount} to {recipient}
            (transfer|send) money
            pay {recipient} {amount}
            send {recipient} {amount}
            transfer {amount}
            send some money to {recipient}
            move {amount} to {recipient}'s account
        """,
        sentences="""
            I owe {recipient} {amount}, send it
            I need to (send|transfer) {amount} to {recipient}
            I want to make a transfer
            {amount} to {recipient} please
            {recipient} should get {amount} from me
            I'd like to transfer money[ to {recipient}]
        """,
        says={
            "recipient": "to {}",
            "amount": ", {}|, namely {}",
            "account": "from my {}|out of my {}",
            "reference": "with the reference {}|for the {}",
        },
        asks={
            "amount": "How much?|How much should I send?|Which amount?",
            "recipient": "To whom?|Who should get it?|Who is it for?",
        },
        answers="I sent ${transferred} to {to}.|Done, the transaction is {transaction}.",
        alike="pay_bill",
        changes=True,
    ),
    Wording(
        "list_transactions",
        {"account": _ACCOUNT, "count": whole(2, 20)},
        commands="""
            (show|list) my (last|latest|recent) transactions
            show me my last {count} transactions
            check my recent spending
            list what I spent money on
            go through my latest payments
            get my bank statement
        """,
        sentences="""
            what did I spend money on?
            what are my (last|latest) {count} transactions?
            recent transactions
            where did my money go?
            which payments did I make?
            can I see my latest transactions?
        """,
        says={"account": "on my {}|from my {}", "count": ", the last {}"},
        answers="The latest was ${transactions[0][amount]} at {transactions[0][shop]}.|{transactions[0][shop]}: "
        "${transactions[0][amount]}",
    ),
    Wording(
        "pay_bill",
        {"company": COMPANY, "amount": money(10, 900), "date": DATE},
        commands="""
            pay (the|my) {company} bill
            pay {amount} to {company}
            pay a bill
            pay my bill of {amount}[ from {company}]
            settle the {company} invoice
            take care of the {company} bill
        """,
        sentences="""
            the {company} bill is due
            I have a bill from {company}
            I need to pay {company}
            {company} wants {amount}, please pay it
            there's a {company} bill over {amount}
            I got an invoice from {company}
        """,
        says={"company": "from {}", "amount": "of {}|, it's {}|for {}", "date": "on {}|{}"},
        asks={"company": "Which company?|Who should be paid?", "amount": "How much is it?|What is the amount?"},
        answers="I paid ${paid} to {to}.|The payment goes out on {date}.",
        alike="transfer_money",
        changes=True,
    ),
    Wording(
        "block_card",
        {
            "card": choice(
                {"debit": "debit card|debit", "credit": "credit card|credit"},
                wrong="library card|gift card|sim card|business card",
            ),
            "last_digits": LAST_DIGITS,
        },
        commands="""
            (block|freeze|lock) my {card}
            stop my {card}
            block my card
            cancel my {card}
            deactivate my {card} immediately
            freeze a card
        """,
        sentences="""
            I lost my {card}
            my {card} was stolen
            someone stole my {card}
            my {card} is gone, block it
            I can't find my {card} any more
            I lost my card
        """,
        says={"last_digits": "ending in {}|with the last digits {}|, the number ends with {}"},
        asks={"card": "Which card?|Is it a debit or a credit card?"},
        answers="Your {blocked} card is blocked.|Blocked. A new card comes in {new_card_in_days} days.",
        changes=True,
    ),
    Wording(
        "stock_price",
        {"symbol": SYMBOL},
        commands="""
            (check|get|look up) the (stock |share |)price of {symbol}
            tell me what {symbol} trades at
            show me the {symbol} stock
            look up {symbol} shares
            get a quote for {symbol}
            check a stock price
        """,
        sentences="""
            how much is {symbol}?
            what's {symbol} (trading|at)?
            {symbol} stock price
            what does a share of {symbol} cost?
            how is {symbol} doing on the market?
            where does {symbol} stand today?
        """,
        asks={"symbol": "Which stock?|What is the ticker symbol?"},
        answers="{symbol} is at ${price}.|One share costs ${price}.",
    ),
    Wording(
        "buy_shares",
        {"symbol": SYMBOL, "shares": whole(2, 200, wrong=VAGUE), "limit_price": money(10, 600)},
        commands="""
            buy {shares} shares of {symbol}
            (buy|get me) {symbol} shares
            purchase {shares} {symbol}
            invest in {symbol}
            order {shares} shares of {symbol}
            buy some stock
        """,
        sentences="""
            I want to buy {shares} shares of {symbol}
            I'd like to buy {symbol}
            {shares} shares of {symbol} please
            I want {shares} more {symbol} shares
            add {shares} shares of {symbol} to my portfolio
            let's buy {symbol}
        """,
        says={"shares": ", {} shares", "limit_price": "for at most {}|with a limit of {}|at {} or less"},
        asks={"shares": "How many shares?|How many?", "symbol": "Of which stock?|Which stock?"},
        answers="{shares} shares: {status} at ${price}.|The order is {status}.",
        changes=True,
    ),
    Wording(
        "search_products",
        {
            "query": PRODUCT,
            "max_price": money(20, 500),
            "free_shipping": flag("with free shipping|and shipping must be free", "shipping costs don't matter"),
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
        {"items": list_of(FOOD, 1, 4)},
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
            it's too cold
        """,
        says={"temperature": "to {} degrees|to {}", "room": "in the {}"},
        asks={"temperature": "To how many degrees?|To which temperature?|How warm should it be?"},
        answers="The heating is set to {target} degrees.|It will be {target} degrees in {room}.",
        changes=True,
    ),
    Wording(
        "switch_light",
        {"room": ROOM, "on": choice({True: "on", False: "off"}), "brightness": whole(10, 95, 5)},
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
        says={"room": "in the {}", "brightness": "at {} percent|with {}% brightness"},
        asks={"room": "In which room?|Which room?|Where?"},
        answers="The light in the {room} is {light}.|Done, it is {light}.",
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
    Wording(
        "log_workout",
        {
            "activity": choice(
                {
                    "running": "running|a run|jogging",
                    "cycling": "cycling|a bike ride",
                    "swimming": "swimming|a swim",
                    "walking": "walking|a walk",
                    "yoga": "yoga",
                },
                wrong="boxing|skydiving|rock climbing|tennis|rowing",
            ),
            "minutes": whole(10, 120, 5),
            "distance_km": decimal(2, 30),
        },
        commands="""
            (log|save|record) {minutes} minutes of {activity}
            log {activity}
            add a workout: {activity}
            save my workout
            enter {activity} in my training diary
            record {activity}
        """,
        sentences="""
            I did {minutes} minutes of {activity}
            {minutes} minutes of {activity}, please log it
            my workout today was {activity}
            I just finished {activity}, log it
            workout: {activity}
            I worked out
        """,
        says={
            "minutes": "for {} minutes|, {} minutes",
            "distance_km": "over {} km|, {} kilometers",
            "activity": ", {}",
        },
        asks={"activity": "What did you do?|Which activity?", "minutes": "For how many minutes?|How long?"},
        answers="Saved, you burned {calories} calories.|Nice, {calories} calories.",
        changes=True,
    ),
    Wording(
        "body_mass_index",
        {"weight_kg": decimal(45, 120), "height_cm": whole(148, 205)},
        commands="""
            (calculate|compute) my (bmi|body mass index)
            work out my bmi
            figure out the bmi of a person
            check if my weight is okay
            tell me my body mass index
            get the bmi for {weight_kg} kg and {height_cm} cm
        """,
        sentences="""
            what's my (bmi|body mass index)?
            I weigh {weight_kg} kg and am {height_cm} cm tall, what's my bmi?
            bmi for {weight_kg} kg at {height_cm} cm
            I'm {height_cm} cm tall and weigh {weight_kg} kilos, is that healthy?
            do I weigh too much?
            I am {height_cm} cm, am I too heavy at {weight_kg} kg?
        """,
        says={
            "weight_kg": "with {} kg|at {} kilos|, I weigh {} kg",
            "height_cm": "with a height of {} cm|, I am {} cm tall",
        },
        asks={
            "weight_kg": "How much do you weigh?|What is your weight in kilograms?",
            "height_cm": "How tall are you?|What is your height?",
        },
        answers="Your index is {index}, which is {range}.|It is {index}.",
    ),
    Wording(
        "book_doctor",
        {
            "specialty": choice(
                {
                    "dentist": "dentist",
                    "dermatologist": "dermatologist|skin doctor",
                    "cardiologist": "cardiologist|heart specialist",
                    "pediatrician": "pediatrician|children's doctor",
                    "optician": "optician|eye doctor",
                },
                wrong="vet|psychic|podiatrist|urologist|surgeon",
            ),
            "date": DATE,
            "time": TIME,
        },
        commands="""
            (book|make|get) an appointment (with|at) (a|the) {specialty}
            book a {specialty}
            get me in to see a {specialty}
            make a doctor's appointment
            find me a {specialty} appointment
            schedule a visit to the {specialty}
        """,
        sentences="""
            I (need|have) to see a {specialty}
            I'd like to see a {specialty}
            I need an appointment with a {specialty}
            can I see a {specialty}?
            my son needs to go to the {specialty}
            I need a doctor
        """,
        says={"date": "on {}|{}|for {}", "time": "at {}|around {}"},
        asks={
            "specialty": "Which kind of doctor?|What kind of doctor do you need?",
            "date": "On which day?|When?|Which day suits you?",
        },
        answers="{doctor} sees you on {date} at {time}.|Your appointment is on {date} at {time}.",
        changes=True,
    ),
)
