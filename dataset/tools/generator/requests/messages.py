"""How people ask for messages, calls, emails and contacts."""

from __future__ import annotations

from dataset.tools.generator.kinds import choice, flag
from dataset.tools.generator.things import BODY, EMAIL, FULL_NAME, KEYWORD, MESSAGE, PERSON, PHONE, SUBJECT
from dataset.tools.generator.wording import Wording

_ASK_WHO = {"name": "Who?|Which person?|What is the name?"}

WORDINGS = (
    Wording(
        "send_message",
        {
            "recipient": PERSON,
            "text": MESSAGE,
            "app": choice(
                {"sms": "sms|text message", "whatsapp": "WhatsApp", "signal": "Signal", "telegram": "Telegram"},
                wrong="Snapchat|Facebook|Instagram|Skype|WeChat",
            ),
        },
        commands="""
            (text|message) {recipient}
            send a message to {recipient}
            send {recipient} a (message|text)
            tell {recipient} {text}
            let {recipient} know that {text}
            write (to |){recipient}
            send a message
            text {recipient} that {text}
            send "{text}" to {recipient}
        """,
        sentences="""
            {recipient} should know that {text}
            I want to text {recipient}
            message for {recipient}: {text}
            I need to send {recipient} a message
            I have to tell {recipient} that {text}
            text to {recipient}: "{text}"
        """,
        says={"text": 'saying {}|saying "{}"|that {}|: {}', "app": "via {}|on {}|by {}", "recipient": "to {}"},
        asks={
            "recipient": "To whom?|Who should I send it to?|Who is it for?",
            "text": "What should it say?|What is the message?|What should I write?",
        },
        answers="Your message to {to} was sent.|Sent.|I told {to}.",
        alike="send_email",
        changes=True,
    ),
    Wording(
        "read_messages",
        {
            "sender": PERSON,
            "unread_only": flag(
                "only the unread ones|unread only", "also the old ones|including read ones|all of them"
            ),
        },
        commands="""
            (read|show) my messages
            check my messages
            read my texts
            show me the messages
            open my inbox of messages
            check for new texts
        """,
        sentences="""
            do I have (any |new |)messages?
            did anyone text me?
            any new texts?
            what messages did I get?
            what's in my messages?
            did I get a message?
        """,
        says={"sender": "from {}"},
        answers="{messages[0][from]} wrote: {messages[0][text]}|"
        "One message from {messages[0][from]}: {messages[0][text]}",
        alike="search_emails",
    ),
    Wording(
        "call_contact",
        {
            "name": PERSON,
            "speaker": flag("on speaker|on the loudspeaker|using the speaker", "not on speaker|without the speaker"),
            "video": flag("with video|as a video call", "without video|audio only"),
        },
        commands="""
            call {name}
            (give|make) {name} a call
            phone {name}
            ring {name}
            dial {name}
            get {name} on the phone
            make a call
            make a phone call[ to {name}]
        """,
        sentences="""
            I (want|need) to (talk to|speak with) {name}
            can I talk to {name}?
            I have to make a phone call
            get me {name}
            I'd like to call {name}
            I need to reach {name} by phone
        """,
        asks={"name": "Who do you want to call?|Whom should I call?"},
        answers="Calling {calling}.|I am calling {calling} now.",
        changes=True,
    ),
    Wording(
        "send_email",
        {
            "to": EMAIL,
            "subject": SUBJECT,
            "body": BODY,
            "urgent": flag("and mark it as urgent|with high importance|as urgent", ", not urgent|, it isn't urgent"),
        },
        commands="""
            (send|write) an email
            (send|write) an email to {to}
            email {to}
            compose a mail to {to}
            mail {to}
            send a mail
            write to {to}
        """,
        sentences="""
            I need to email {to}
            I want to send an email to {to}
            new email to {to}
            an email to {to}, please
            {to} needs an email from me
            I have to write an email
        """,
        says={
            "to": "to {}",
            "subject": "with the subject {}|with subject {}|about {}|subject: {}",
            "body": 'saying {}|: {}|and write "{}"',
        },
        asks={
            "to": "To which address?|What is the email address?|Who should get it?",
            "subject": "What is the subject?|What's the subject line?",
        },
        answers="The email was sent.|Sent to {to}.",
        alike="send_message",
        changes=True,
    ),
    Wording(
        "search_emails",
        {
            "sender": PERSON,
            "keyword": KEYWORD,
            "has_attachment": flag("with an attachment|that has an attachment", "without attachments"),
        },
        commands="""
            (find|search for|look for|show me) emails
            search my (mail|inbox)
            check my email
            look through my emails
            find the mail
            find messages in my inbox
        """,
        sentences="""
            are there any emails?
            did I get an email?
            I'm looking for an email
            where is the email?
            I can't find a mail
            have I got any mail?
        """,
        says={"sender": "from {}|sent by {}", "keyword": "about {}|containing {}|with the word {}|mentioning {}"},
        shapes="sender|keyword|sender keyword",
        answers="There is one from {emails[0][from]} and one from {emails[1][from]}.|I found {emails[0][subject]}.",
        alike="read_messages search_notes",
    ),
    Wording(
        "find_contact",
        {"name": PERSON},
        commands="""
            look up {name}'s (number|phone number|email address)
            (find|get|show) {name}'s (contact|contact details)
            find {name} in my contacts
            give me {name}'s number
            tell me {name}'s email address
            open the contact {name}
            look up a contact
        """,
        sentences="""
            what's {name}'s (phone number|email|number)?
            do I have {name}'s number?
            how can I reach {name}?
            {name}'s number?
            contact details of {name}
            I need {name}'s email address
            what is the address of {name}?
            I need somebody's phone number
        """,
        asks=_ASK_WHO,
        answers="The number is {phone} and the address is {email}.|{phone}, {email}.",
        offers={"send_email.to": "email: that address|this address"},
    ),
    Wording(
        "add_contact",
        {"name": FULL_NAME, "phone": PHONE, "email": EMAIL},
        commands="""
            (add|save) {name} (to my contacts|as a contact)
            create a (new |)contact[ for {name}]
            save a new contact
            save {name}'s number
            put {name} into my address book
            add a contact
            store {name}'s phone number
        """,
        sentences="""
            {name}'s number is {phone}, save it
            new contact: {name}
            I met {name}, the number is {phone}
            I have a new contact
            can you save {phone} for {name}?
            please remember {name}'s number
        """,
        says={
            "name": "named {}|called {}",
            "phone": "with the number {}|, phone {}|: {}",
            "email": "and the email {}|, email {}",
        },
        asks={"name": "What is the name?|Who is it?", "phone": "What is the phone number?|What's the number?"},
        answers="I saved {saved}.|{saved} is in your contacts now.",
        changes=True,
    ),
)
