"""How people ask for restaurants, food and recipes."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, TIME, VAGUE, percent, whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.things import ADDRESS, CITY, CUISINE, DISH, FOOD, ORDER_NUMBER, RESTAURANT
from dataset.tools.generator.wording import Wording

_DAY = "on {}|{}|for {}"

_ASK_CITY = {"city": "In which city?|Which city?|For which city?|Where?"}

WORDINGS = (
    Wording(
        "find_restaurants",
        {
            "city": CITY,
            "cuisine": CUISINE,
            "price": choice(
                {
                    "cheap": "cheap|inexpensive|low-cost",
                    "moderate": "moderate|mid-priced|moderately priced",
                    "expensive": "expensive|fancy|high-end",
                },
                wrong="free|half-price|ridiculous",
            ),
            "outdoor_seating": flag("with outdoor seating|with tables outside|where we can sit outside", "indoors"),
        },
        commands="""
            (find|search for|look for|show me) (restaurants|a restaurant)
            find a[ {price}][ {cuisine}] restaurant
            recommend a place to eat
            find me somewhere to eat
            search for {cuisine} food
            suggest a[ {cuisine}] place for dinner
        """,
        sentences="""
            where can I eat?
            I'm hungry, where can I get {cuisine} food?
            are there any good[ {cuisine}] restaurants?
            I'm in the mood for {cuisine}
            what's a good restaurant?
            I'm looking for a[ {price}] restaurant
            {cuisine} restaurants in {city}
            where's a good place for {cuisine} food?
        """,
        says={"city": "in {}", "cuisine": "serving {} food|with {} cuisine", "price": "in the {} range|, something {}"},
        asks=_ASK_CITY,
        answers="How about {restaurants[0][name]} or {restaurants[1][name]}?|"
        "I found {restaurants[0][name]}, {restaurants[1][name]} and {restaurants[2][name]}.",
        offers={"reserve_table.restaurant": "restaurants.*.name", "order_food.restaurant": "restaurants.*.name"},
        alike="find_places",
    ),
    Wording(
        "reserve_table",
        {"restaurant": RESTAURANT, "date": DATE, "time": TIME, "people": whole(2, 12, wrong=VAGUE)},
        commands="""
            (book|reserve|get) (us |me |)a table
            book a table at {restaurant}
            make a (reservation|booking)
            reserve a table for {people}
            make a dinner reservation
            get us a table at {restaurant}
            book {restaurant}
        """,
        sentences="""
            I'd like to (book|reserve) a table
            we want to eat at {restaurant}
            can we get a table?
            a table for {people} please
            we are {people} people and want to eat at {restaurant}
            I need a table
            do they have a table at {restaurant}?
        """,
        says={
            "restaurant": "at {}",
            "date": _DAY,
            "time": "at {}",
            "people": "for {} people|for {}|for a party of {}",
        },
        asks={
            "restaurant": "At which restaurant?|Which restaurant?|Where would you like to eat?",
            "date": "On which day?|Which day?|What date?",
            "time": "At what time?|What time?",
            "people": "For how many people?|How many are you?|How many people?",
        },
        answers="Your table is reserved, confirmation {confirmation}.|Booked for {date} at {time}.",
        changes=True,
    ),
    Wording(
        "order_food",
        {
            "restaurant": RESTAURANT,
            "items": list_of(DISH, 1, 3),
            "address": ADDRESS,
            "tip_percent": percent(5, 25, halves=False),
        },
        commands="""
            order {items}
            order (some |)food
            get me {items}
            order takeout
            have {items} delivered
            order dinner from {restaurant}
            place an order at {restaurant}
        """,
        sentences="""
            I'd like {items}
            I want to order {items}
            we're hungry, get us {items}
            can I have {items}?
            let's get delivery
            we'd love {items}
        """,
        says={
            "restaurant": "from {}",
            "items": ": {}|, namely {}",
            "address": "to {}|delivered to {}",
            "tip_percent": "with a {} tip|and tip {}",
        },
        asks={
            "restaurant": "From which restaurant?|Where should I order?",
            "items": "What would you like?|Which dishes?",
        },
        answers="Ordered, it takes {minutes} minutes. The order number is {order_number}.|"
        "That is ${total}, order {order_number}.",
        offers={"track_order.order_number": "order_number"},
        changes=True,
    ),
    Wording(
        "track_order",
        {"order_number": ORDER_NUMBER},
        commands="""
            track (my |)order {order_number}
            check on my food order[ {order_number}]
            tell me where order {order_number} is
            see how far my delivery {order_number} is
            look up food order {order_number}
            check my delivery
            track my food
        """,
        sentences="""
            where's my food?
            where is order {order_number}?
            how long until order {order_number} gets here?
            what's the status of food order {order_number}?
            my order number is {order_number}, where is my dinner?
            is {order_number} on its way?
        """,
        says={"order_number": ", order {}|, the number is {}"},
        asks={"order_number": "What is the order number?|Which order?"},
        answers="It is {status}.|{status}, {minutes_left} minutes left.",
        alike="return_order track_parcel",
    ),
    Wording(
        "find_recipe",
        {
            "ingredients": list_of(FOOD, 1, 3),
            "diet": choice(
                {
                    "any": "for any diet",
                    "vegetarian": "that is vegetarian|, vegetarian please",
                    "vegan": "that is vegan|, vegan please",
                    "gluten_free": "that is gluten free|without gluten",
                },
                wrong="that is paleo|that is keto|that is kosher",
            ),
            "max_minutes": whole(10, 60, 5),
        },
        commands="""
            find (me |)a recipe
            suggest a dish with {ingredients}
            give me a recipe with {ingredients}
            show me what to cook with {ingredients}
            look for a recipe
            find something to cook with {ingredients}
        """,
        sentences="""
            what can I (cook|make) with {ingredients}?
            I have {ingredients}, what can I cook?
            recipe with {ingredients}
            any ideas what to do with {ingredients}?
            I want to cook something
            is there a dish with {ingredients}?
        """,
        says={
            "ingredients": "with {}|using {}",
            "diet": "{}",
            "max_minutes": "in {} minutes at most|that takes at most {} minutes|in under {} minutes",
        },
        asks={"ingredients": "With which ingredients?|What do you have at home?|What do you want to use?"},
        answers="How about {recipe}? It takes {minutes} minutes.|{recipe}, {minutes} minutes.",
    ),
    Wording(
        "nutrition_facts",
        {"food": FOOD, "grams": whole(20, 500, 10)},
        commands="""
            look up the (calories|nutrition facts) (of|for) {food}
            tell me how many calories {food} has
            check the protein in {food}
            get nutrition facts for {food}
            give me the nutrients of {food}
            look up calories
        """,
        sentences="""
            how many calories (are in|does) {food}?
            how many calories do {grams} grams of {food} have?
            calories in {food}
            how much protein is in {food}?
            is {food} healthy? I need the nutrition facts
            nutrition facts {food}
        """,
        says={"grams": "in {} grams|for {} g"},
        asks={"food": "Of which food?|Which food?"},
        answers="{calories} calories and {protein_grams} g protein.|It has {calories} calories.",
    ),
)
