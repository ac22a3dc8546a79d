from truenorth.edges.ingestion.keys import HELD_SECONDS, MOST_HELD, Keys


def test_a_key_opens_for_a_few_seconds_and_then_is_asked_for_again() -> None:
    now = [100.0]
    keys = Keys(clock=lambda: now[0])
    keys.hold("Bearer a", slug=None, workspace="larkspur")

    assert keys.find("Bearer a", slug=None) == "larkspur"
    assert keys.find("Bearer b", slug=None) is None
    assert keys.find("Bearer a", slug="elsewhere") is None
    now[0] += HELD_SECONDS
    assert keys.find("Bearer a", slug=None) is None


def test_many_keys_take_no_memory_without_end() -> None:
    keys = Keys()
    for number in range(MOST_HELD + 1):
        keys.hold(f"Bearer {number}", slug=None, workspace="larkspur")

    assert len(keys) == 1
    assert keys.find(f"Bearer {MOST_HELD}", slug=None) == "larkspur"
