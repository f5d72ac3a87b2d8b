"""Words that values are made of. Most values are put together of parts, so that the test split has new ones."""

from __future__ import annotations

from dataset.tools.fields import world
from dataset.tools.fields.world import Parts, words

CITIES = words(
    "Oslo|Bergen|Paris|Lyon|London|Leeds|Berlin|Hamburg|Munich|Cologne|Rome|Milan|Naples|Madrid|Seville|Barcelona|Lisbon"
    "|Porto|Vienna|Graz|Zürich|Geneva|Prague|Brno|Warsaw|Kraków|Budapest|Athens|Dublin|Cork|Copenhagen|Aarhus|Stockholm"
    "|Gothenburg|Malmö|Helsinki|Tampere|Reykjavik|Tromsø|Riga|Vilnius|Tallinn|Kyiv|Istanbul|Ankara|Cairo|Nairobi|Lagos"
    "|Accra|Casablanca|Tunis|Cape Town|Johannesburg|Dubai|Doha|Tel Aviv|Amman|Delhi|Mumbai|Bangalore|Chennai|Kolkata"
    "|Kathmandu|Dhaka|Bangkok|Hanoi|Singapore|Jakarta|Manila|Hong Kong|Taipei|Seoul|Busan|Tokyo|Osaka|Kyoto|Beijing"
    "|Shanghai|Sydney|Melbourne|Perth|Auckland|Wellington|New York|Boston|Chicago|Denver|Seattle|Portland|San Francisco"
    "|Los Angeles|San Diego|Las Vegas|Phoenix|Austin|Dallas|Houston|New Orleans|Miami|Atlanta|Nashville|Philadelphia"
    "|Detroit|Toronto|Montreal|Vancouver|Ottawa|Calgary|Mexico City|Havana|Bogotá|Lima|Santiago|Buenos Aires|São Paulo"
    "|Rio de Janeiro|Montevideo|Quito|Honolulu|Edinburgh|Glasgow|Liverpool|Manchester|Bristol|Oxford|Bath|Nice"
    "|Marseille|Bordeaux|Lille|Antwerp|Brussels|Amsterdam|Rotterdam|Utrecht|Stuttgart|Dresden|Leipzig|Salzburg|Venice|Florence"
)
TOWNS = words(
    "Oak|Ash|Mill|River|Stone|North|West|East|Fair|Spring|Green|Clear|High|Lake|Wood|Maple|Silver|Red|Black|White|Bell"
    "|Glen|Kings|Queens|Brook|Marsh|Sand|Winter|Thorn|Hazel",
    "ford|field|ton|haven|bridge|port|ville|wood|dale|mouth|bury|burg|worth|stead|water|gate",
)
COUNTRIES = words(
    "Norway|Sweden|Denmark|Finland|Iceland|Germany|France|Spain|Portugal|Italy|Greece|Poland|Austria|Switzerland"
    "|Belgium|the Netherlands|Ireland|Scotland|Croatia|Romania|Hungary|Turkey|Egypt|Morocco|Kenya|Ghana|Nigeria"
    "|South Africa|India|Nepal|Vietnam|Thailand|Japan|South Korea|China|Australia|New Zealand|Canada|Mexico|Brazil"
    "|Argentina|Chile|Peru|Colombia|Cuba|Jamaica|the United States|the UK|Ukraine|Estonia|Latvia|Malta|Cyprus|Jordan"
)
LANGUAGES = words(
    "French|German|Spanish|Italian|Portuguese|Norwegian|Swedish|Danish|Finnish|Polish|Czech|Greek|Turkish|Arabic|Hebrew"
    "|Hindi|Bengali|Thai|Vietnamese|Japanese|Korean|Chinese|Russian|Ukrainian|Dutch|Swahili|English|Welsh|Latin|Icelandic"
)
FAMILY = words("Mom|Dad|Grandma|Grandpa|Aunt Ruth|Uncle Joe|Dr. Meyer|Mrs. Olsen|Mr. Novak|Coach Lee|Professor Adams")
CUISINES = words(
    "Italian|Mexican|Thai|Indian|Chinese|Japanese|Korean|Vietnamese|Greek|Turkish|Lebanese|Ethiopian|French|Spanish"
    "|Moroccan|Peruvian|Brazilian|Nepalese|Georgian|Polish|seafood|vegan|barbecue"
)
ROOMS = words(
    "kitchen|bedroom|living room|bathroom|hallway|office|garage|basement|attic|dining room|nursery|guest room|study"
    "|laundry room|balcony|library|cellar|conservatory"
)
DISHES = words(
    "spicy|vegan|cheese|chicken|mushroom|tofu|shrimp|garlic|beef|vegetable|classic|double",
    "burger|pizza|ramen|curry|burrito|salad|noodles|wrap|pad thai|dumplings|tacos|soup|fried rice|lasagna",
)
DRINKS = words("cola|lemonade|iced tea|orange juice|mango lassi|garlic bread|spring rolls|fries|miso soup|tiramisu")
EDIBLE = words(
    "milk|eggs|bread|butter|cheese|yogurt|apples|bananas|oranges|lemons|tomatoes|potatoes|onions|garlic|carrots|spinach"
    "|rice|pasta|flour|sugar|olive oil|coffee|oat milk|chicken|salmon|tofu|beans|lentils|chickpeas|honey|jam|avocados"
    "|peanut butter|cucumbers|mushrooms|zucchini|broccoli|almonds|basil|ginger|shrimp|corn|peppers|strawberries"
)
HOUSEHOLD = words(
    "toilet paper|dish soap|shampoo|toothpaste|batteries|cat food|sparkling water|light bulbs|candles|napkins|sponges"
)
WORDS = words(
    "serendipity|ephemeral|ubiquitous|resilient|candid|obsolete|meticulous|benign|austere|eloquent|frugal|gregarious"
    "|happy|quick|brave|lazy|ancient|fragile|bright|clever|gentle|huge|tiny|stubborn|zealous|lucid|nostalgia|paradox"
    "|quaint|rustic|solace|tedious|vivid|wander|whimsical|yearn|abundant|brittle|cryptic|diligent|empathy|fathom"
)
TOPICS = words(
    "electric|ancient|modern|renewable|organic|urban|space|marine|digital|quantum|medieval|artificial|public",
    "cars|art|energy|farming|travel|history|intelligence|music|transport|computing|medicine|gardening|architecture",
)
NEWS = words(
    "sports|politics|technology|the economy|climate change|science|health|football|tennis|space travel|elections"
    "|artificial intelligence|housing|education|energy prices|film|electric cars|the stock market|travel|fashion"
)
ARTICLES = words(
    "photosynthesis|the Roman Empire|black holes|the Eiffel Tower|Marie Curie|volcanoes|the Silk Road|jazz|penguins"
    "|the French Revolution|Isaac Newton|coral reefs|chess|the Great Wall|Ada Lovelace|glaciers|origami|vaccines"
    "|the Moon landing|honeybees|Frida Kahlo|plate tectonics|the printing press|sourdough|Alan Turing|the Amazon"
)
QUERIES = words(
    "best|cheap|how to fix|reviews of|history of|how to clean|ideas for|price of|tutorial for|pictures of|used",
    "running shoes|a leaking tap|sourdough bread|solar panels|hiking trails|vintage cameras|a bike chain|wool sweaters"
    "|board games|a garden pond|electric scooters|coffee machines|birthday parties|balcony plants|headphones",
)
COMPANIES = words("Nord|Metro|Blue|City|Volt|Aqua|Tele|Omni|Sun|Prime", "gas|net|power|water|phone|com|energy|link")
JOBS = words(
    "junior|senior|lead|part-time|assistant|head",
    "nurse|software developer|teacher|carpenter|accountant|chef|electrician|data analyst|graphic designer|gardener"
    "|plumber|translator|librarian|pharmacist|truck driver",
)
EVENTS = words(
    "team|budget|project|birthday|family|design|sales|board|book club|lunch|yoga|parents'",
    "meeting|review|party|dinner|workshop|session|planning|call|lunch|presentation|evening",
)
APPOINTMENTS = words(
    "dentist appointment|haircut|standup|job interview|piano lesson|lunch with Sam|driving lesson|retrospective|gym"
    "|date night|parent-teacher conference|vet appointment|choir practice|call with the bank"
)
CHORES = (
    words(
        "call|email|text|meet|thank",
        "the plumber|the landlord|grandma|the dentist|the school|my boss|the neighbors|the bank",
    ),
    words(
        "pay|renew|cancel|check",
        "the rent|the gym membership|the insurance|the phone bill|the parking permit|the lease",
    ),
    words(
        "clean|wash|tidy up|paint",
        "the windows|the car|the kitchen|the bike|the garage|the balcony|the fridge|the shed",
    ),
    words(
        "buy|order|pick up|get", "flowers|new glasses|dog food|concert tickets|stamps|a birthday cake|light bulbs|bread"
    ),
    words(
        "finish|send|print|sign",
        "the report|the tax forms|the invoice|the contract|the slides|the application|the essay",
    ),
    words("water the plants|take out the trash|return the library books|feed the cat|take my medicine|walk the dog"),
)
MESSAGES = words(
    "I'll be|I am|we are|we'll be|I might be|Sam is",
    "late|there soon|at home|on the bus|stuck in traffic|waiting outside|in a meeting|ready|back",
    "|| by six| in ten minutes|, sorry| until noon|, don't wait| tonight",
)
NEWS_FOR_FRIENDS = words(
    "dinner is ready|the meeting was moved|I found your keys|the package arrived|I got the job|the train is late"
    "|I already bought milk|the kids are asleep|I left the tickets at home|my phone is broken|the party starts at eight"
    "|I can't come today|we need more chairs|the doctor called|I forgot the password|there is cake in the kitchen"
)
SAYINGS = words(
    "happy birthday|good luck tomorrow|thanks for dinner|can you pick up the kids|see you at the station"
    "|please call me back|don't forget the tickets|congratulations on the new job|where are you|did you feed the cat"
    "|let's meet at the cafe|I love you"
)
NOTES = words(
    "the wifi password is|the door code is|the locker number is|the meter reading is|the parking spot is",
    "4471|sunflower22|B17|8830|43-12|0915|grey7|C-20|12.5|77a|river88|6021",
)
LABELS = words(
    "pasta|eggs|laundry|tea|pizza|workout|meeting|nap|school run|medicine|bread|break|homework|gym|rice|steak"
)
SUBJECTS = words(
    "invoice|meeting|holiday|project|contract|interview|feedback|travel|party|budget",
    "for May|tomorrow|plans|update|documents|details|question|reminder|schedule|next week",
)
BODIES = words(
    "please find the file attached|let me know if that works|I will send the rest tomorrow|thank you for your help"
    "|can we move it to Monday|I look forward to hearing from you|the numbers are final|sorry for the delay"
)
PLAYLISTS = words(
    "summer|workout|chill|road trip|party|morning|focus|dinner|rainy day|90s|sunday|late night",
    "mix|vibes|hits|songs|favorites|beats|tunes",
)
TEAMS = words(
    "North|East|River|Lake|Iron|Royal|Harbor|Sun|Red|Golden|Valley|Storm|Mountain",
    "United|City|Rovers|Athletic|Stars|Wanderers|Hawks|Bears|Lions|Eagles",
)
PLACES = words(
    "the airport|the train station|the city museum|Central Park|the library|the stadium|the harbour|the opera|the zoo"
    "|the university|the old town|the botanical garden|the hospital|the castle|City Hall|the mall|the aquarium"
)
PHRASES = words(
    "the quick brown fox|hello world|to be or not to be|good morning|where is the station|I would like a coffee"
    "|how much does it cost|see you tomorrow|the weather is lovely|thank you very much|a stitch in time saves nine"
    "|my name is Alex|happy new year|we are closed on Sundays|no smoking|have a nice trip|practice makes perfect"
)
KEYWORDS = words(
    "invoice|recipe|passport|holiday|budget|insurance|wifi|birthday|contract|garden|receipt|tickets|lease|taxes|school"
)
FILE_STEMS = words(
    "report|notes|budget|photo|invoice|slides|draft|contract|cv|plan", "|_2024|_final|_v2|-may|_old|_copy|7"
)
FILE_ENDINGS = words(".pdf|.docx|.xlsx|.jpg|.txt|.png|.csv|.md")
MAIL_HOSTS = words("@mail.example|@work.example|@example.com|@uni.example|@post.example|@example.org")
PRODUCTS: Parts = world.PRODUCT_KINDS
