"""The demo's experiment, simulated in the open: this file is the truth that the readout has to find.

Each simulated person signs up from a channel, which decides most of whether they stay. The guided tour makes people
finish onboarding more often. It does not make them stay: `TOUR_EFFECT_ON_RETENTION` is zero, and no tool that reads
this file's output may claim otherwise.
"""

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SEED = 20260125
PEOPLE = 8_100

CHANNELS = ("invited", "organic", "paid_search")
CHANNEL_SHARES = (0.18, 0.34, 0.48)
RETENTION_BY_CHANNEL = (0.46, 0.22, 0.09)
COMPLETION_BY_CHANNEL = (0.55, 0.42, 0.33)

TOUR_LIFT_ON_COMPLETION = 0.15  # relative
TOUR_EFFECT_ON_RETENTION = 0.0
TICKETS_PER_PERSON = 0.061

PLATFORMS = ("web", "phone")
PLATFORM_SHARES = (0.7, 0.3)
TEAMMATES_BY_CHANNEL = (4.0, 2.0, 1.0)

COLUMNS = (
    "user_id",
    "variant",
    "channel",
    "platform",
    "team_size",
    "completed_onboarding",
    "retained_30_days",
    "support_tickets",
)


@dataclass(frozen=True, slots=True)
class Signups:
    """One entry a person in every array; `has_tour` says which variant they got.

    `team_size` is known before they enter, and goes with the channel: a covariate.
    """

    channel: NDArray[np.int64]
    platform: NDArray[np.int64]
    team_size: NDArray[np.int64]
    has_tour: NDArray[np.bool_]
    completed: NDArray[np.bool_]
    retained: NDArray[np.bool_]
    tickets: NDArray[np.int64]


def simulate_signups(people: int = PEOPLE, *, seed: int = SEED) -> Signups:
    """Draw people, what they got and what they did. The same seed gives the same people."""
    random = np.random.default_rng(seed)
    channel = random.choice(len(CHANNELS), size=people, p=CHANNEL_SHARES)
    has_tour = random.random(people) < 0.5
    completion = np.array(COMPLETION_BY_CHANNEL)[channel] * (1 + TOUR_LIFT_ON_COMPLETION * has_tour)
    retention = np.array(RETENTION_BY_CHANNEL)[channel] + TOUR_EFFECT_ON_RETENTION * has_tour
    return Signups(
        channel=channel,
        has_tour=has_tour,
        completed=random.random(people) < completion,
        retained=random.random(people) < retention,
        tickets=random.poisson(TICKETS_PER_PERSON, people),
        platform=random.choice(len(PLATFORMS), size=people, p=PLATFORM_SHARES),
        team_size=1 + random.poisson(np.array(TEAMMATES_BY_CHANNEL)[channel]),
    )


def write_results(signups: Signups) -> bytes:
    """The simulated people as the CSV file that a data warehouse would export."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for index in range(signups.channel.size):
        writer.writerow(
            [
                f"u{index + 1:05d}",
                "guided_tour" if signups.has_tour[index] else "control",
                CHANNELS[signups.channel[index]],
                PLATFORMS[signups.platform[index]],
                int(signups.team_size[index]),
                str(bool(signups.completed[index])).upper(),
                str(bool(signups.retained[index])).upper(),
                int(signups.tickets[index]),
            ]
        )
    return out.getvalue().encode()
