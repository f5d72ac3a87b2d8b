"""What the benchmark of waiting threads makes of its measurements."""

from __future__ import annotations

from scripts.benchmark_waiting import summary, table


def test_ratios_are_made_within_a_round() -> None:
    rates = {
        "spin": {"quiet": [10.0, 20.0, 30.0], "busy": [1.0, 2.0, 3.0]},
        "1000": {"quiet": [9.0, 21.0, 30.0], "busy": [5.0, 10.0, 15.0]},
    }
    found = summary(rates, "spin")
    assert found["spin"]["steps_per_second"] == {"quiet": 20.0, "busy": 2.0}
    assert found["spin"]["busy_to_quiet"] == 0.1 and found["spin"]["quiet_to_baseline"] == 1
    assert found["1000"]["quiet_to_baseline"] == 1.0 and found["1000"]["busy_to_baseline"] == 5.0
    machine = {"processor": "P", "torch": "2"}
    report = {"command": "c", "machine": machine, "threads": 2, "rounds": 3, "workloads": {"w": found}}
    assert "| w | 1000 | 21.00 | 10.00 | 1.00 | 0.50 | 5.00 |" in table(report, "spin")
