"""Who an event is from: raw ids stay on the event, and whose a device or an alias is, is known beside it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from truenorth.engines.events.store.files import read_columns, write_columns
from truenorth.engines.events.store.kernels import give_to_users
from truenorth.engines.events.store.texts import Codes, code_texts, extract_property
from truenorth.engines.kernels import fixed

DEVICE = "$device:"
"""Before the name of an actor who is known only as a device."""

ALIAS_EVENT = "$create_alias"
"""An event that makes its property `alias`, an id used before, another name of its user."""

_OWNER, _FORMER, _ALIAS = 0, 1, 2
"""The kinds of rows in an identity's file."""


def _none() -> pa.Array:
    return pa.array([], pa.string())


@dataclass(frozen=True, eq=False)
class Identity:
    """`owners[i]` is the user last known on `devices[i]`; `former` names who was before, for devices that were shared;
    `aliases` maps a user's other ids to the one that counts."""

    devices: pa.Array = field(default_factory=_none)
    owners: pa.Array = field(default_factory=_none)
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    def root(self, user: str) -> str:
        """The id that counts for a user."""
        while user in self.aliases:
            user = self.aliases[user]
        return user


@dataclass(frozen=True, eq=False)
class Resolved:
    """Rows given to actors: `codes[row]` is a place in `names`; `moves` are settled actors who turned out as others."""

    names: pa.Array
    codes: NDArray[np.int32]
    moves: Mapping[str, str]
    identity: Identity


def read_identity(root: Path, path: str) -> Identity:
    """The identity that a manifest names, empty where it names none."""
    if not path:
        return Identity()
    table = read_columns(root / path)
    kinds = table.column("kind").to_numpy()
    ids, owners = table.column("id"), table.column("owner")

    def of_kind(kind: int) -> tuple[pa.Array, pa.Array]:
        chosen = pa.array(kinds == kind)
        return ids.filter(chosen), owners.filter(chosen)

    former: dict[str, tuple[str, ...]] = {}
    for device, owner in _pairs(*of_kind(_FORMER)):
        former[device] = (*former.get(device, ()), owner)
    return Identity(*of_kind(_OWNER), former, dict(_pairs(*of_kind(_ALIAS))))


def _pairs(ids: pa.Array, owners: pa.Array) -> list[tuple[str, str]]:
    return list(zip(ids.to_pylist(), owners.to_pylist(), strict=True))


def write_identity(root: Path, identity: Identity) -> str:
    """Write an identity beside the manifest; its path."""
    former = [(device, owner) for device, owners in identity.former.items() for owner in owners]
    pairs = [*former, *identity.aliases.items()]
    ids = pa.concat_arrays([identity.devices.cast(pa.string()), pa.array([pair[0] for pair in pairs], pa.string())])
    owners = pa.concat_arrays([identity.owners.cast(pa.string()), pa.array([pair[1] for pair in pairs], pa.string())])
    kinds = np.repeat([_OWNER, _FORMER, _ALIAS], [len(identity.devices), len(former), len(identity.aliases)])
    path = f"identity/{uuid.uuid4().hex}.arrow"
    write_columns(root / path, {"id": ids, "owner": owners, "kind": kinds.astype(np.int8)})
    return path


def resolve(events: pa.Table, known: Identity) -> Resolved:
    """Give each event, in order of arrival, to an actor.

    An event with a user is that user's. One with a device alone is the user's who was last known on the device, or,
    where nobody was yet, the user's who will be known on it first; else the device is an actor of its own. Two users
    never become one but by an alias.
    """
    aliases = _learn_aliases(events, known)
    users, user_codes = code_texts(events.column("user_id"))
    devices, device_codes = code_texts(events.column("device_id"))
    users = _rooted(users, aliases)
    before = _rooted(pc.take(known.owners, pc.index_in(devices, value_set=known.devices)), aliases)
    names = pc.unique(pa.concat_arrays([users, pc.drop_null(before)]))
    codes = np.append(_places(users, names), np.int32(-1))[user_codes]
    owned = _places(before, names)
    owners, first = owned.copy(), np.full(len(devices), -1, np.int32)
    given = np.empty(len(events), np.int32)
    give_to_users(fixed(device_codes), fixed(codes), owners, first, given)
    orphans = given < 0
    given[orphans] = device_codes[orphans] + len(names)
    all_names = pa.concat_arrays([names, _device_actors(devices)])
    moves = _moves(devices, first, owned, names) | _alias_moves(known, aliases)
    former = _former(known, devices, _logins(device_codes, codes, owned, len(names)), owners, names)
    return Resolved(
        all_names, given, moves, _learned(known, devices, owners, names, Identity(former=former, aliases=aliases))
    )


def _logins(devices: Codes, users: Codes, owned: Codes, count: int) -> NDArray[np.int64]:
    """The distinct pairs of device and user, as `device * count + user`; who owned a device before is one too."""
    both = (devices >= 0) & (users >= 0)
    before = np.flatnonzero(owned >= 0)
    pairs = [devices[both].astype(np.int64) * count + users[both], before * count + owned[before]]
    return np.unique(np.concatenate(pairs))


def _former(
    known: Identity, devices: pa.Array, logins: NDArray[np.int64], owners: Codes, names: pa.Array
) -> dict[str, tuple[str, ...]]:
    former = dict(known.former)
    if not len(names):
        return former
    shared = logins[owners[logins // len(names)] != logins % len(names)]
    for pair in shared.tolist():
        device, user = devices[pair // len(names)].as_py(), names[pair % len(names)].as_py()
        former[device] = tuple(dict.fromkeys((*former.get(device, ()), user)))
    return former


def _device_actors(devices: pa.Array) -> pa.Array:
    if not len(devices):
        return pa.array([], pa.string())
    return pc.binary_join_element_wise(pa.scalar(DEVICE), devices, "").cast(pa.string())


def _root(user: str, aliases: Mapping[str, str]) -> str:
    while user in aliases:
        user = aliases[user]
    return user


def _rooted(users: pa.Array, aliases: Mapping[str, str]) -> pa.Array:
    if not aliases:
        return users.cast(pa.string())
    return pa.array([None if user is None else _root(user, aliases) for user in users.to_pylist()], pa.string())


def _places(texts: pa.Array, names: pa.Array) -> Codes:
    """Each text's place among the names, -1 for null."""
    places = pc.if_else(pc.is_valid(texts), pc.index_in(texts, value_set=names), -1)
    found: Codes = places.to_numpy(zero_copy_only=False).astype(np.int32)
    return found


def _learn_aliases(events: pa.Table, known: Identity) -> dict[str, str]:
    aliases = dict(known.aliases)
    chosen = events.filter(pc.equal(events.column("event"), ALIAS_EVENT))
    if not len(chosen):
        return aliases
    labels, codes = extract_property(chosen.column("properties"), "alias")
    others = [labels[int(code)].as_py() for code in codes]
    for user, other in zip(chosen.column("user_id").to_pylist(), others, strict=True):
        if user and other and _root(user, aliases) != _root(other, aliases):
            aliases[_root(other, aliases)] = _root(user, aliases)
    return aliases


def _moves(devices: pa.Array, first: Codes, owned: Codes, names: pa.Array) -> dict[str, str]:
    fresh = np.flatnonzero((first >= 0) & (owned < 0))
    ids = pc.take(devices, pa.array(fresh)).to_pylist()
    users = pc.take(names, pa.array(first[fresh])).to_pylist()
    return {DEVICE + device: user for device, user in zip(ids, users, strict=True)}


def _alias_moves(known: Identity, aliases: Mapping[str, str]) -> dict[str, str]:
    return {user: _root(user, aliases) for user in aliases if user not in known.aliases}


def _learned(known: Identity, devices: pa.Array, owners: Codes, names: pa.Array, beside: Identity) -> Identity:
    """What is known after these events: their devices' owners as they ended, and the others'."""
    has_owner = np.flatnonzero(owners >= 0)
    ids = pc.take(devices, pa.array(has_owner)).cast(pa.string())
    ends = pc.take(names, pa.array(owners[has_owner])).cast(pa.string())
    others = pc.invert(pc.is_in(known.devices, value_set=ids))
    return Identity(
        pa.concat_arrays([known.devices.filter(others).cast(pa.string()), ids]),
        pa.concat_arrays([known.owners.filter(others).cast(pa.string()), ends]),
        beside.former,
        beside.aliases,
    )
