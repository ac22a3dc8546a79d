import numpy as np

from truenorth.edges.demo.simulation import COLUMNS, simulate_signups, write_results


def test_the_same_seed_gives_the_same_people() -> None:
    assert write_results(simulate_signups(500)) == write_results(simulate_signups(500))


def test_the_tour_makes_people_finish_and_not_stay() -> None:
    crowd = simulate_signups(400_000, seed=7)
    tour, control = crowd.has_tour, ~crowd.has_tour

    lift = crowd.completed[tour].mean() / crowd.completed[control].mean() - 1

    assert abs(lift - 0.15) < 0.01
    assert abs(crowd.retained[tour].mean() - crowd.retained[control].mean()) < 0.005


def test_where_people_come_from_decides_who_stays() -> None:
    crowd = simulate_signups(50_000, seed=7)

    rates = [crowd.retained[crowd.channel == each].mean() for each in range(3)]

    assert np.argmax(rates) == 0
    assert rates[0] > 4 * rates[2]


def test_the_file_has_one_row_a_person() -> None:
    lines = write_results(simulate_signups(100)).decode().splitlines()

    assert lines[0] == ",".join(COLUMNS)
    assert len(lines) == 101
