//! Built next to a patched bincode 1, in a program that is measured: each value that bincode writes is written in the other
//! formats, too. Kept are counts, sizes and times by the name of the type, and no values.

use serde::Serialize;
use std::cell::Cell;
use std::collections::HashMap;
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// The formats, in the order in which their numbers are kept.
pub const TARGETS: [&str; 7] =
    ["postcard", "bincode2", "bincode2-standard", "wincode", "bitcode", "messagepack", "cbor"];
/// The numbers of a target: written, failed, bytes, nanoseconds, equal, smallest, largest.
pub const NUMBERS: usize = 7;
/// Those in front of them: passed, compared, bytes, nanoseconds.
pub const FIRST: usize = 4;
/// How much room a type has in the file, its two names too.
pub const SLOT: u64 = 4096;
/// Where its numbers begin.
pub const NUMBERS_AT: u64 = 3072;
/// How long each of its names may be.
pub const NAME: usize = 1500;
/// The variable with the folder of the files.
pub const FOLDER: &str = "WIRECHECK_SHADOW";
/// The variable with the targets that are asked for.
pub const ASKED: &str = "WIRECHECK_SHADOW_TARGETS";

/// What may be spent whatever the program takes.
const FREE: Duration = Duration::from_millis(50);
/// How many values of a thread are passed over when too much was spent, before it is looked at again.
const SKIPPED: u32 = 255;

thread_local! {
    static BUSY: Cell<bool> = const { Cell::new(false) };
    static SKIP: Cell<u32> = const { Cell::new(0) };
}

/// What is known of this process.
struct Shadow {
    asked: [bool; TARGETS.len()],
    since: Instant,
    spent: AtomicU64,
    kept: Mutex<Kept>,
}

struct Kept {
    file: File,
    slots: HashMap<(&'static str, &'static str), usize>,
    numbers: Vec<[u64; FIRST + TARGETS.len() * NUMBERS]>,
}

/// How the call that is measured lays out its bytes.
#[derive(Clone, Copy)]
struct Layout {
    is_fixed: bool,
    is_big: bool,
}

fn shadow() -> Option<&'static Shadow> {
    static ALL: OnceLock<Option<Shadow>> = OnceLock::new();
    ALL.get_or_init(|| {
        let folder = std::env::var_os(FOLDER)?;
        let asked = std::env::var(ASKED).unwrap_or_default();
        let since = Instant::now();
        let id = std::process::id();
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |time| time.as_nanos());
        // A process id comes again.
        let file = File::create(std::path::Path::new(&folder).join(format!("{id}-{now}.shadow"))).ok()?;
        Some(Shadow {
            asked: TARGETS.map(|name| asked.split(',').any(|one| one == name)),
            since,
            spent: AtomicU64::new(0),
            kept: Mutex::new(Kept { file, slots: HashMap::new(), numbers: Vec::new() }),
        })
    })
    .as_ref()
}

/// When bincode begins to write, unless nothing is measured, or this value is written for the measurement.
#[must_use]
pub fn start() -> Option<Instant> {
    let skip = SKIP.with(Cell::get);
    if skip > 0 {
        SKIP.with(|left| left.set(skip - 1));
        return None;
    }
    (shadow().is_some() && !BUSY.with(Cell::get)).then(Instant::now)
}

/// A value that bincode has written since `start`; `O` is how it encodes integers, and which byte comes first.
pub fn note<T: ?Sized + Serialize, O>(value: &T, bytes: &[u8], start: Instant) {
    let nanos = as_nanos(start.elapsed());
    let Some(shadow) = shadow() else { return };
    let (name, setup) = (std::any::type_name::<T>(), std::any::type_name::<O>());
    let spent = Duration::from_nanos(shadow.spent.load(Ordering::Relaxed));
    // Half as much as the program itself.
    if spent > FREE && spent * 3 > shadow.since.elapsed() {
        shadow.pass(name, setup);
        SKIP.with(|left| left.set(SKIPPED));
        return;
    }
    let began = Instant::now();
    BUSY.with(|busy| busy.set(true));
    let layout = Layout {
        is_fixed: setup.contains("FixintEncoding"),
        is_big: setup.contains("BigEndian")
            || (cfg!(target_endian = "big") && setup.contains("NativeEndian")),
    };
    let mut found = [None; TARGETS.len()];
    for (at, slot) in found.iter_mut().enumerate() {
        if shadow.asked[at] {
            *slot = Some(written(at, value, layout, bytes));
        }
    }
    BUSY.with(|busy| busy.set(false));
    shadow.keep(name, setup, bytes.len(), nanos, &found);
    shadow.spent.fetch_add(as_nanos(began.elapsed()), Ordering::Relaxed);
}

/// What a target made of a value.
#[derive(Clone, Copy)]
struct Written {
    /// None if it is an error there.
    size: Option<usize>,
    nanos: u64,
    is_equal: bool,
}

fn written<T: ?Sized + Serialize>(at: usize, value: &T, layout: Layout, old: &[u8]) -> Written {
    let start = Instant::now();
    let made = catch_unwind(AssertUnwindSafe(|| encoded(at, value, layout))).unwrap_or(None);
    let nanos = as_nanos(start.elapsed());
    Written { size: made.as_ref().map(Vec::len), nanos, is_equal: made.as_deref() == Some(old) }
}

fn encoded<T: ?Sized + Serialize>(at: usize, value: &T, layout: Layout) -> Option<Vec<u8>> {
    use bincode::config::{legacy, standard};
    match TARGETS[at] {
        "postcard" => postcard::to_stdvec(value).ok(),
        "bincode2" => match (layout.is_fixed, layout.is_big) {
            (true, false) => bincode::serde::encode_to_vec(value, legacy()),
            (true, true) => bincode::serde::encode_to_vec(value, legacy().with_big_endian()),
            (false, false) => bincode::serde::encode_to_vec(value, standard()),
            (false, true) => bincode::serde::encode_to_vec(value, standard().with_big_endian()),
        }
        .ok(),
        "bincode2-standard" => bincode::serde::encode_to_vec(value, standard()).ok(),
        "wincode" => {
            <serde_wincode::SerdeCompat<&T> as serde_wincode::wincode::Serialize>::serialize(&value).ok()
        }
        "bitcode" => bitcode::serialize(value).ok(),
        "messagepack" => rmp_serde::to_vec(value).ok(),
        _ => {
            let mut bytes = Vec::new();
            ciborium::into_writer(value, &mut bytes).ok()?;
            Some(bytes)
        }
    }
}

impl Shadow {
    /// Counts a value that is not compared.
    fn pass(&self, name: &'static str, setup: &'static str) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(slot) = kept.slot(name, setup) else { return };
        kept.numbers[slot][0] += 1;
        kept.write(slot);
    }

    /// It is in the file when this returns: whatever ends the process loses nothing.
    fn keep(
        &self,
        name: &'static str,
        setup: &'static str,
        size: usize,
        nanos: u64,
        found: &[Option<Written>],
    ) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(slot) = kept.slot(name, setup) else { return };
        let numbers = &mut kept.numbers[slot];
        let first = [1, 1, size as u64, nanos];
        numbers.iter_mut().zip(first).for_each(|(number, more)| *number += more);
        for (at, found) in found.iter().enumerate() {
            let Some(found) = found else { continue };
            let numbers = &mut numbers[FIRST + at * NUMBERS..][..NUMBERS];
            let Some(size) = found.size else {
                numbers[1] += 1;
                continue;
            };
            let size = size as u64;
            numbers[5] = if numbers[0] == 0 { size } else { numbers[5].min(size) };
            numbers[6] = numbers[6].max(size);
            numbers[0] += 1;
            numbers[2] += size;
            numbers[3] += found.nanos;
            numbers[4] += u64::from(found.is_equal);
        }
        kept.write(slot);
    }
}

impl Kept {
    fn slot(&mut self, name: &'static str, setup: &'static str) -> Option<usize> {
        if let Some(&slot) = self.slots.get(&(name, setup)) {
            return Some(slot);
        }
        let slot = self.numbers.len();
        self.file.seek(SeekFrom::Start(slot as u64 * SLOT)).ok()?;
        let mut names = Vec::new();
        for name in [name, setup] {
            let end = (0..=NAME.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
            names.extend_from_slice(&(end as u32).to_le_bytes());
            names.extend_from_slice(&name.as_bytes()[..end]);
        }
        self.file.write_all(&names).ok()?;
        self.numbers.push([0; FIRST + TARGETS.len() * NUMBERS]);
        self.slots.insert((name, setup), slot);
        Some(slot)
    }

    /// A full disk makes the numbers too small, and nothing else.
    fn write(&mut self, slot: usize) {
        let mut bytes = Vec::with_capacity(8 * (FIRST + TARGETS.len() * NUMBERS));
        for number in &self.numbers[slot] {
            bytes.extend_from_slice(&number.to_le_bytes());
        }
        let at = slot as u64 * SLOT + NUMBERS_AT;
        let _ = self.file.seek(SeekFrom::Start(at)).and_then(|_| self.file.write_all(&bytes));
    }
}

fn as_nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}
