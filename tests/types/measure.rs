//! What happens to the values of a type in a format.

use super::case::Value;
use super::made_up;
use super::way::Way;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use wirecheck::Sendable;
use wirecheck::format::CodecError;

/// What follows a value, and shows if it was read from the wrong place.
const SENTINEL: u64 = 0xA55A_1234_5678_9ABC;

pub struct Cell {
    pub format: &'static str,
    /// Whether the compiler says `T: Sendable<F>`.
    pub verdict: bool,
    pub run: Box<dyn Run>,
}

/// Of one trip: `.` equal, `E` error at encode, `D` error at decode, `M` another value, `P` panic, `C` crash, `T` no end.
pub type Letter = char;

/// What was seen, and the first example of each that is not `.`.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, Sendable)]
pub struct Seen {
    pub letters: BTreeMap<Letter, String>,
}

impl Seen {
    pub fn add(&mut self, letter: Letter, example: impl FnOnce() -> String) {
        self.letters.entry(letter).or_insert_with(|| if letter == '.' { String::new() } else { example() });
    }

    pub fn has(&self, letters: &str) -> bool {
        self.letters.keys().any(|letter| letters.contains(*letter))
    }

    pub fn all_equal(&self) -> bool {
        self.letters.keys().all(|letter| *letter == '.')
    }

    pub fn text(&self) -> String {
        self.letters.keys().collect()
    }

    pub fn examples(&self) -> Vec<String> {
        self.letters
            .iter()
            .filter(|(letter, _)| **letter != '.')
            .map(|(letter, example)| format!("{letter}: {example}"))
            .collect()
    }
}

/// By position: alone, in a `Vec`, followed by a sentinel.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, Sendable)]
pub struct Outcome {
    pub alone: Seen,
    pub in_vec: Seen,
    pub before: Seen,
}

impl Outcome {
    pub fn positions(&self) -> [(&'static str, &Seen); 3] {
        [("alone", &self.alone), ("in a Vec", &self.in_vec), ("before a sentinel", &self.before)]
    }

    pub fn has(&self, letters: &str) -> bool {
        self.positions().iter().any(|(_, seen)| seen.has(letters))
    }

    pub fn all_equal(&self) -> bool {
        self.positions().iter().all(|(_, seen)| seen.all_equal())
    }

    /// The process that measured ended: `C`, or `T` if it took too long.
    pub fn crashed(letter: Letter, message: &str) -> Self {
        let mut outcome = Self::default();
        outcome.alone.add(letter, || message.to_owned());
        outcome.in_vec.add(letter, || message.to_owned());
        outcome.before.add(letter, || message.to_owned());
        outcome
    }
}

/// Room for values as deep as the samples are, which what is derived clones, compares and drops level by level.
const STACK: usize = 64 << 20;

/// Runs `work` where a deep value fits; a panic of it is this thread's.
pub fn with_room<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        thread.expect("a thread").join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A cell without its type.
pub trait Run: Send + Sync {
    /// In this process.
    fn measure(&self) -> Outcome;
    /// The samples, encoded here, one by one in a `Vec`; none where that fails.
    fn encode(&self) -> Vec<Option<Vec<u8>>>;
    /// Decodes and encodes again, in the other process.
    fn echo(&self, bytes: &[u8]) -> Result<Vec<u8>, String>;
    /// Shows the samples, and values made up by proptest.
    fn each(&self, show: &mut dyn FnMut(&dyn erased_serde::Serialize));
    /// Whether these bytes are the sample with this number.
    fn compare(&self, at: usize, bytes: &[u8]) -> (Letter, String);
}

pub struct Typed<T> {
    pub samples: fn() -> Vec<T>,
    pub same: fn(&T, &T) -> bool,
    pub alone: Way<T>,
    pub in_vec: Way<Vec<T>>,
    pub before: Way<(T, u64)>,
}

/// Plain loops and matches: an adaptor of an iterator or a result is a few functions more for each type.
impl<T: Value> Run for Typed<T> {
    fn measure(&self) -> Outcome {
        let mut outcome = Outcome::default();
        let mut values = (self.samples)();
        let samples = values.len();
        made_up::extend(&mut values);
        let same = self.same;
        let all_same = move |a: &Vec<T>, b: &Vec<T>| all_same(same, a, b);
        let both_same = move |a: &(T, u64), b: &(T, u64)| same(&a.0, &b.0) && a.1 == b.1;
        for value in &values {
            trip(&self.alone, value, &same, &mut outcome.alone);
            trip(&self.in_vec, &repeated(value, 2), &all_same, &mut outcome.in_vec);
            trip(&self.before, &(value.clone(), SENTINEL), &both_same, &mut outcome.before);
        }
        values.truncate(samples);
        trip(&self.in_vec, &values, &all_same, &mut outcome.in_vec);
        outcome
    }

    fn encode(&self) -> Vec<Option<Vec<u8>>> {
        let mut all = Vec::new();
        for value in &(self.samples)() {
            let mut bytes = Vec::new();
            all.push(self.in_vec.encode(&repeated(value, 1), &mut bytes).ok().map(|()| bytes));
        }
        all
    }

    fn echo(&self, bytes: &[u8]) -> Result<Vec<u8>, String> {
        let value = match self.in_vec.decode(bytes) {
            Ok(value) => value,
            Err(error) => return Err(error.to_string()),
        };
        let mut bytes = Vec::new();
        match self.in_vec.encode(&value, &mut bytes) {
            Ok(()) => Ok(bytes),
            Err(error) => Err(error.to_string()),
        }
    }

    fn each(&self, show: &mut dyn FnMut(&dyn erased_serde::Serialize)) {
        let mut values = (self.samples)();
        let samples = values.len();
        for value in &values {
            show(value);
        }
        made_up::extend(&mut values);
        for value in &values.as_slice()[samples..] {
            show(value);
        }
    }

    fn compare(&self, at: usize, bytes: &[u8]) -> (Letter, String) {
        let samples = (self.samples)();
        let sample = &samples.as_slice()[at];
        match self.in_vec.decode(bytes) {
            Ok(back) if back.len() == 1 && (self.same)(sample, &back.as_slice()[0]) => ('.', String::new()),
            Ok(back) => ('M', format!("{} came back as {}", short(sample), short(&back))),
            Err(error) => ('D', format!("{}: {error}", short(sample))),
        }
    }
}

fn all_same<T>(same: fn(&T, &T) -> bool, a: &[T], b: &[T]) -> bool {
    let mut at = 0;
    while at < a.len() && at < b.len() && same(&a[at], &b[at]) {
        at += 1;
    }
    at == a.len() && at == b.len()
}

fn repeated<T: Clone>(value: &T, times: usize) -> Vec<T> {
    let mut list = Vec::with_capacity(times);
    while list.len() < times {
        list.push(value.clone());
    }
    list
}

fn trip<V: Debug + Serialize + DeserializeOwned + 'static>(
    way: &Way<V>,
    value: &V,
    same: &dyn Fn(&V, &V) -> bool,
    seen: &mut Seen,
) {
    let encode = |bytes: &mut Vec<u8>| way.encode(value, bytes);
    let decode = |bytes: &[u8]| match way.decode(bytes) {
        Ok(back) if same(value, &back) => Ok(None),
        Ok(back) => Ok(Some(short(&back))),
        Err(error) => Err(error),
    };
    look(value, &encode, &decode, seen);
}

type Encode<'a> = &'a dyn Fn(&mut Vec<u8>) -> Result<(), CodecError>;
/// With what came back where it is not equal.
type Decode<'a> = &'a dyn Fn(&[u8]) -> Result<Option<String>, CodecError>;

/// Not generic: there are thousands of types.
fn look(value: &dyn Debug, encode: Encode<'_>, decode: Decode<'_>, seen: &mut Seen) {
    let mut bytes = Vec::new();
    match catch_unwind(AssertUnwindSafe(|| encode(&mut bytes))) {
        Err(_) => return seen.add('P', || format!("{} while it was encoded", short(value))),
        Ok(Err(error)) => return seen.add('E', || format!("{}: {error}", short(value))),
        Ok(Ok(())) => {}
    }
    match catch_unwind(AssertUnwindSafe(|| decode(&bytes))) {
        Err(_) => seen.add('P', || format!("{} while it was decoded", short(value))),
        Ok(Err(error)) => seen.add('D', || format!("{}: {error}", short(value))),
        Ok(Ok(None)) => seen.add('.', String::new),
        Ok(Ok(Some(back))) => seen.add('M', || format!("{} came back as {back}", short(value))),
    }
}

/// As `Debug`, as far as it fits in a line.
fn short(value: &dyn Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text,
    }
}
