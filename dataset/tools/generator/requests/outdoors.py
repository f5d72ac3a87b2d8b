"""How people ask for cars and gardens: tools that training never has."""

from __future__ import annotations

from dataset.tools.generator.amounts import TIME, decimal, percent, whole
from dataset.tools.generator.kinds import choice, flag, list_of
from dataset.tools.generator.wording import Wording

WORDINGS = (
    Wording(
        "charge_car",
        {"limit_percent": percent(50, 100, halves=False), "ready_by": TIME},
        commands="""
            charge (the|my) car
            charge the battery to {limit_percent}
            start charging
            charge up to {limit_percent}
            fill the battery up to {limit_percent}
            load the car up to {limit_percent}
        """,
        sentences="""
            the car needs charging
            the battery should be at {limit_percent}
            I need the car charged
            I want {limit_percent} in the battery
            car battery to {limit_percent}
            the car should be charged
        """,
        says={"limit_percent": "to {}|up to {}", "ready_by": "by {}|until {}"},
        asks={"limit_percent": "Up to how many percent?|To which level?"},
        answers="It takes {minutes} minutes.|Charging, {minutes} minutes to go.",
        changes=True,
    ),
    Wording(
        "set_car_climate",
        {
            "temperature": decimal(16, 26),
            "fan": choice(
                {
                    "off": "with the fan off|without the fan",
                    "low": "with a low fan|on low",
                    "medium": "with a medium fan|on medium",
                    "high": "with a high fan|on high",
                },
                wrong="on hurricane|on turbo|on automatic",
            ),
            "heated_seats": flag("with heated seats|and heat the seats", "without seat heating"),
        },
        commands="""
            (heat|cool) the car to {temperature} degrees
            set the car to {temperature} degrees
            warm up the car
            put the climate in the car at {temperature}
            set the climate control
            make the car {temperature} degrees warm
        """,
        sentences="""
            I want {temperature} degrees in the car
            the car should have {temperature} degrees
            the car is freezing
            it should be {temperature} degrees in the car
            car climate to {temperature}
            my car is too hot
        """,
        says={"temperature": "to {} degrees", "fan": "{}"},
        asks={"temperature": "To how many degrees?|Which temperature would you like?"},
        answers="The car will have {target} degrees.|Set to {target} degrees, fan {fan}.",
        alike="set_thermostat",
        changes=True,
    ),
    Wording(
        "water_garden",
        {
            "areas": list_of(choice({area: area for area in ("lawn", "roses", "vegetables", "hedge", "pots")}), 1, 3),
            "minutes": whole(5, 45, 5),
        },
        commands="""
            water the {areas}
            give the {areas} some water
            turn the sprinklers on for the {areas}
            start watering
            sprinkle the {areas}
            water the garden
        """,
        sentences="""
            the {areas} (need|needs) water
            the {areas} should be watered
            it's dry, water the {areas}
            the garden needs water
            the {areas} could use some water
            time to water the {areas}
        """,
        says={"minutes": "for {} minutes"},
        asks={"areas": "Which part of it?|What should I water?"},
        answers="That uses {liters} liters.|Watering now.",
        changes=True,
    ),
    Wording(
        "schedule_mowing",
        {
            "frequency": choice(
                {
                    "daily": "every day|daily",
                    "weekly": "every week|weekly|once a week",
                    "monthly": "every month|monthly",
                    "never": "never",
                },
                wrong="hourly|twice a day|every leap year",
            ),
            "height_mm": whole(20, 80, 5),
        },
        commands="""
            mow the lawn {frequency}
            have the lawn mowed {frequency}
            set the mower to {frequency}
            let the robot mow {frequency}
            make the mower run {frequency}
            schedule the mower
        """,
        sentences="""
            the lawn should be mowed {frequency}
            I want the grass cut {frequency}
            the mower should run {frequency}
            {frequency} mowing please
            the grass needs cutting {frequency}
            I want to schedule the mower
        """,
        says={"height_mm": "at {} mm|to {} millimeters", "frequency": ", {}"},
        asks={"frequency": "How often?"},
        answers="The mower runs: {frequency}.|Set to {frequency}.",
        changes=True,
    ),
)
