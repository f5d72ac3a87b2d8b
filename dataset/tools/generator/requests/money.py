"""How people ask for banking and stocks."""

from __future__ import annotations

from dataset.tools.generator.amounts import DATE, VAGUE, money, whole
from dataset.tools.generator.kinds import choice
from dataset.tools.generator.things import COMPANY, LABEL, LAST_DIGITS, PERSON, SYMBOL
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
                {"debit": "debit card", "credit": "credit card"},
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
)
