"""The store's own passes over rows: hashing texts, finding duplicates, giving events to actors, merging runs."""

from typing import Any

import numpy as np
from numba import types
from numpy.typing import NDArray

from truenorth.engines.events.asking.kernels import LONGS, OUT, WIDE, Longs
from truenorth.engines.kernels import kernel

Array = NDArray[Any]
BYTES = types.Array(types.uint8, 1, "C", readonly=True)
HASHES = types.Array(types.uint64, 1, "C", readonly=True)
HASHES_OUT = types.Array(types.uint64, 1, "C")
BOOLS_OUT = types.Array(types.boolean, 1, "C")
WIDE_OUT = types.Array(types.int32, 1, "C")


@kernel()
def _mix(value: np.uint64) -> np.uint64:
    """Murmur3's 64-bit finaliser: every bit of the input moves every bit of the output."""
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xFF51AFD7ED558CCD)
    value ^= value >> np.uint64(33)
    value *= np.uint64(0xC4CEB9FE1A85EC53)
    value ^= value >> np.uint64(33)
    return value


@kernel(types.void(LONGS, BYTES, HASHES_OUT))
def hash_texts(offsets: Longs, data: Array, hashes: Array) -> None:
    """Fold each text into its place of `hashes` (FNV-1a, then mixed), so that texts hash together when called again."""
    for row in range(hashes.size):
        found = hashes[row] ^ np.uint64(0xCBF29CE484222325)
        for place in range(offsets[row], offsets[row + 1]):
            found = (found ^ np.uint64(data[place])) * np.uint64(0x100000001B3)
        hashes[row] = _mix(found)


@kernel(types.void(HASHES, LONGS, LONGS, types.int64, BOOLS_OUT))
def find_repeats(hashes: Array, times: Longs, order: Longs, within: int, repeated: Array) -> None:
    """Mark rows whose hash was there before, at most `within` microseconds apart from a row that stays.

    `order` sorts the rows by hash and then by arrival; the hash 0 stands for no id.
    """
    kept = np.empty(order.size, np.int64)
    count = 0
    for place in range(order.size):
        row = order[place]
        if count and hashes[kept[0]] != hashes[row]:
            count = 0
        if hashes[row] == 0:
            continue
        for other in range(count):
            if abs(times[row] - times[kept[other]]) <= within:
                repeated[row] = True
                break
        if not repeated[row]:
            kept[count] = row
            count += 1


@kernel(types.void(HASHES, LONGS, LONGS, LONGS, LONGS, LONGS, HASHES, types.int64, BOOLS_OUT))
def find_known(
    hashes: Array,
    times: Longs,
    order: Longs,
    first_rows: Longs,
    end_rows: Longs,
    settled_times: Longs,
    settled_hashes: Array,
    within: int,
    repeated: Array,
) -> None:
    """Mark rows whose hash a settled row of these stretches has, at most `within` microseconds apart.

    `order` sorts the new rows by hash. Each settled row that is near enough in time to any of them looks itself up.
    """
    if order.size == 0:
        return
    earliest, latest = times[order[0]], times[order[0]]
    for place in range(order.size):
        earliest, latest = min(earliest, times[order[place]]), max(latest, times[order[place]])
    for stretch in range(first_rows.size):
        low, high = first_rows[stretch], end_rows[stretch]
        while low < high:
            middle = (low + high) // 2
            if settled_times[middle] < earliest - within:
                low = middle + 1
            else:
                high = middle
        for settled in range(low, end_rows[stretch]):
            if settled_times[settled] > latest + within:
                break
            wanted = settled_hashes[settled]
            if wanted == 0:
                continue
            begin, end = 0, order.size
            while begin < end:
                middle = (begin + end) // 2
                if hashes[order[middle]] < wanted:
                    begin = middle + 1
                else:
                    end = middle
            while begin < order.size and hashes[order[begin]] == wanted:
                row = order[begin]
                if abs(times[row] - settled_times[settled]) <= within:
                    repeated[row] = True
                begin += 1


@kernel(types.void(WIDE, WIDE, WIDE_OUT, WIDE_OUT, WIDE_OUT))
def give_to_users(devices: Array, users: Array, owners: Array, first_owners: Array, given: Array) -> None:
    """Whose event each row is, in order of arrival: `given[row]` is a user's code, or -1 where nobody owns the device.

    `devices` and `users` hold a code a row, -1 where the id is missing. `owners[device]` is the user who was last
    known on it, -1 at first; it ends as it stands after the last row. An event without a user is the last known
    user's; before any, it is the first who will be known. `first_owners` gets who that was.
    """
    for row in range(devices.size):
        device, user = devices[row], users[row]
        if user >= 0:
            given[row] = user
            if device >= 0:
                if owners[device] < 0 and first_owners[device] < 0:
                    first_owners[device] = user
                owners[device] = user
        else:
            given[row] = owners[device]
    for row in range(devices.size):
        if given[row] < 0:
            given[row] = first_owners[devices[row]]


@kernel(types.void(LONGS, LONGS, LONGS, OUT, OUT))
def weave_runs(begins: Longs, ends: Longs, times: Longs, order: Array, starts: Array) -> None:
    """Merge the runs of every actor in time order, rows of earlier runs first where times are equal.

    `begins` and `ends` hold an actor's rows in each run, actor by actor; `starts` has a place an actor and one more.
    `order[row]` is where the merged row comes from, `starts[actor]` the actor's first merged row.
    """
    runs = begins.size // max(starts.size - 1, 1)
    row = 0
    for actor in range(starts.size - 1):
        starts[actor] = row
        for run in range(actor * runs, actor * runs + runs):
            earlier, later = row - 1, ends[run] - 1
            row += ends[run] - begins[run]
            place = row - 1
            while later >= begins[run]:
                if earlier >= starts[actor] and times[order[earlier]] > times[later]:
                    order[place] = order[earlier]
                    earlier -= 1
                else:
                    order[place] = later
                    later -= 1
                place -= 1
    starts[starts.size - 1] = row


@kernel(types.boolean(LONGS, LONGS, LONGS, LONGS, LONGS, WIDE, WIDE_OUT))
def find_rows(
    actors: Longs, starts: Longs, times: Longs, whole_starts: Longs, whole_times: Longs, values: Array, filled: Array
) -> bool:
    """Give each of a run's rows its value at its place in the whole: the first of its instant that has none (< 0).

    `actors` says which of the whole's actors each of the run's is. False where a row has no place.
    """
    for actor in range(actors.size):
        if actors[actor] < 0:
            return False
        place, end = whole_starts[actors[actor]], whole_starts[actors[actor] + 1]
        place += np.searchsorted(whole_times[place:end], times[starts[actor]])
        for row in range(starts[actor], starts[actor + 1]):
            while place < end and (whole_times[place] < times[row] or filled[place] >= 0):
                place += 1
            if place == end or whole_times[place] != times[row]:
                return False
            filled[place] = values[row]
    return True


@kernel(types.void(LONGS, LONGS, LONGS, LONGS, WIDE_OUT, WIDE_OUT))
def carry_forward(
    settled_from: Longs, settled_to: Longs, recent_from: Longs, recent_to: Longs, settled: Array, recent: Array
) -> None:
    """Within each actor, a row without a value (0) takes the one before."""
    for actor in range(settled_from.size):
        known = 0
        for row in range(settled_from[actor], settled_to[actor]):
            if settled[row] != 0:
                known = settled[row]
            else:
                settled[row] = known
        for row in range(recent_from[actor], recent_to[actor]):
            if recent[row] != 0:
                known = recent[row]
            else:
                recent[row] = known
