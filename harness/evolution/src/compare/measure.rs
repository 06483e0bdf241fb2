//! What two types make of each other's values, found by trying.

use super::outcome::Outcome;
use crate::replay::{Generator, Kept, Relation, Value, Wire, decode, encode};
use crate::shape::{Store, Ty};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many values are tried.
const TRIES: usize = 500;

/// What was measured of types without names: they are the same in each program.
type Known = HashMap<(Ty, Ty, Wire), Outcome>;
static KNOWN: Mutex<Option<Known>> = Mutex::new(None);

/// What becomes of values of `old` that are read as `new`, with nothing in front and nothing behind.
pub(super) fn measure(store: &Arc<Store>, old: &Ty, new: &Ty, wire: Wire, only: Option<usize>) -> Outcome {
    let is_plain = only.is_none() && is_plain(old) && is_plain(new);
    let key = (old.clone(), new.clone(), wire);
    if is_plain {
        let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.as_ref().and_then(|known| known.get(&key)) {
            return *found;
        }
    }
    let mut found: Option<Outcome> = None;
    let mut generator = Generator::new(11);
    for _ in 0..TRIES {
        let Some(value) = generator.value(store, old) else { return Outcome::ANYTHING };
        if only.is_some_and(|only| !matches!(value, Value::Variant(at, _) if at == only)) {
            continue;
        }
        // What cannot be written is not there to be read.
        let Ok(bytes) = encode(store, old, &value, wire) else { continue };
        if changes_itself(store, old, wire, &value, &bytes) {
            continue;
        }
        let this = tried(store, old, new, wire, &value, &bytes);
        found = Some(found.map_or(this, |found| found.or(this)));
    }
    let found = found.unwrap_or(Outcome::FAIL);
    if is_plain {
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        known.get_or_insert_with(HashMap::new).insert(key, found);
    }
    found
}

/// Whether a value does not even survive its own type: that is nothing that a change does.
pub(super) fn changes_itself(store: &Arc<Store>, ty: &Ty, wire: Wire, value: &Value, bytes: &[u8]) -> bool {
    let back = decode(store, ty, bytes, wire);
    back.is_ok_and(|(back, _)| Relation { store, wire }.of(ty, value, ty, &back) != Kept::All)
}

fn is_plain(ty: &Ty) -> bool {
    let mut is_plain = true;
    ty.map(&mut |_| is_plain = false);
    is_plain
}

fn tried(store: &Arc<Store>, old: &Ty, new: &Ty, wire: Wire, value: &Value, bytes: &[u8]) -> Outcome {
    match decode(store, new, bytes, wire) {
        Ok((read, used)) => {
            let kept = Relation { store, wire }.of(old, value, new, &read);
            let found = Outcome::of(kept);
            if used < bytes.len() {
                Outcome { exact: false, silent: kept == Kept::Changed, ..found.or(Outcome::LONG) }
            } else {
                found
            }
        }
        Err(_) if wire.is_self_describing() || wire.has_columns() => Outcome::FAIL,
        Err(_) => {
            // Whether it would be read if more followed.
            let is_short = [0, 1, 2, 0xff].into_iter().any(|filler| {
                let longer: Vec<u8> = bytes.iter().copied().chain([filler; 40]).collect();
                decode(store, new, &longer, wire).is_ok()
            });
            if is_short { Outcome::SHORT } else { Outcome::FAIL }
        }
    }
}
