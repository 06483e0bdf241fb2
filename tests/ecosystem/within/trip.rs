//! There and back.

use super::generator::Generator;
use super::tree::{Tree, tree};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::boxed::Box;
use std::format;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::println;
use std::string::{String, ToString};
use std::time::{Duration, Instant};
use std::vec::Vec;
use wirecheck::{Codec, Sendable};

/// Values of each type.
const VALUES: usize = 24;
/// Attempts to make them: most random texts are no dates.
const ATTEMPTS: u64 = 600;
/// For one type.
const TIME: Duration = Duration::from_secs(3);

/// How a value came back.
pub(crate) enum Way<T> {
    Back(T),
    /// An error of the sender.
    NotEncoded,
    NotDecoded(String),
}

/// A format, and the way through it if the compiler accepts the type there.
pub(crate) struct Cell<T> {
    pub(crate) format: &'static str,
    pub(crate) run: Option<fn(&T) -> Way<T>>,
}

/// Whether two values are equal, for types that can say so.
pub(crate) type Same<T> = Option<fn(&T, &T) -> bool>;

pub(crate) struct Compared<T>(PhantomData<T>);

pub(crate) trait NotCompared<T> {
    const SAME: Same<T> = None;
}
impl<T> NotCompared<T> for Compared<T> {}

impl<T: PartialEq> Compared<T> {
    pub(crate) const SAME: Same<T> = Some(equal::<T>);
}

fn equal<T: PartialEq>(one: &T, other: &T) -> bool {
    one == other
}

/// The compiler's verdict: a constant of the type itself comes before that of a trait, if its conditions hold. So the type is
/// compiled for a format only where it is accepted.
pub(crate) struct Subject<T, F>(PhantomData<(T, F)>);

pub(crate) trait Refused<T> {
    const RUN: Option<fn(&T) -> Way<T>> = None;
}
impl<T, F> Refused<T> for Subject<T, F> {}

impl<T: Sendable<F>, F: Codec> Subject<T, F> {
    pub(crate) const RUN: Option<fn(&T) -> Way<T>> = Some(there_and_back::<T, F>);
}

fn there_and_back<T: Serialize + DeserializeOwned, F: Codec>(value: &T) -> Way<T> {
    let bytes = match F::encode_to_vec(value) {
        Ok(bytes) => bytes,
        Err(_) => return Way::NotEncoded,
    };
    match F::decode::<T>(&bytes) {
        Ok(back) => Way::Back(back),
        Err(error) => Way::NotDecoded(format!("decode: {}", error)),
    }
}

/// What is wrong with a value that came back.
fn difference<T: Serialize>(value: &T, back: &T, same: Same<T>) -> Option<String> {
    if let Some(same) = same {
        // One with a NaN in it is not equal to itself.
        if same(value, value) {
            let hidden = || String::from("the values differ");
            return if same(value, back) { None } else { Some(written(value, back).unwrap_or_else(hidden)) };
        }
    }
    written(value, back)
}

/// The difference in what two values write.
fn written<T: Serialize>(value: &T, back: &T) -> Option<String> {
    let (value, back) = (tree(value), tree(back));
    if value == back {
        return None;
    }
    // The order in a hash set is no part of its value.
    let (value, back) = (value.sorted(), back.sorted());
    if value == back {
        return None;
    }
    let (value, back) = (format!("{:?}", value), format!("{:?}", back));
    let start = value.bytes().zip(back.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(60);
    let cut = |text: &str| text.chars().skip(start).take(200).collect::<String>();
    Some(format!("{} came back as {}", cut(&value), cut(&back)))
}

/// Makes values and sends each through the formats; prints a line for each cell.
pub(crate) fn run<T: Serialize + DeserializeOwned>(module: &str, name: &str, id: &str, same: Same<T>, cells: &[Cell<T>]) {
    std::panic::set_hook(Box::new(|_| {}));
    let mut generator = Generator::new();
    let mut values: Vec<T> = Vec::new();
    let mut trees: Vec<Tree> = Vec::new();
    let start = Instant::now();
    for seed in 0..ATTEMPTS {
        if values.len() >= VALUES || start.elapsed() > TIME {
            break;
        }
        generator.restart(seed);
        let made = catch_unwind(AssertUnwindSafe(|| T::deserialize(generator.deserializer())));
        match made {
            Ok(Ok(value)) => {
                // One that cannot be written is no value of any format.
                if let Ok(Some(tree)) = catch_unwind(AssertUnwindSafe(|| super::tree::try_tree(&value))) {
                    let is_known = |known: (&Tree, &T)| *known.0 == tree && same.map_or(true, |it| it(known.1, &value));
                    if !trees.iter().zip(&values).any(is_known) {
                        trees.push(tree);
                        values.push(value);
                    }
                }
            }
            Ok(Err(error)) => generator.learn(&error.to_string()),
            Err(_) => {}
        }
    }
    for cell in cells {
        let run = match cell.run {
            Some(run) => run,
            None => {
                println!("@@cell\t{}\t{}::{}\t{}\trefused\t{}\t0\t0\t", id, module, name, cell.format, values.len());
                continue;
            }
        };
        let (mut encoded, mut broken, mut first) = (0, 0, String::new());
        for value in &values {
            match catch_unwind(AssertUnwindSafe(|| run(value))) {
                Ok(Way::NotEncoded) => {}
                Ok(way) => {
                    let wrong = match way {
                        Way::Back(back) => difference(value, &back, same),
                        Way::NotDecoded(how) => Some(how),
                        Way::NotEncoded => None,
                    };
                    match wrong {
                        None => encoded += 1,
                        Some(how) => {
                            broken += 1;
                            if first.is_empty() {
                                first = how;
                            }
                        }
                    }
                }
                Err(_) => {
                    broken += 1;
                    first = String::from("panicked");
                }
            }
        }
        let first = first.replace(['\n', '\t', '|'], " ");
        println!(
            "@@cell\t{}\t{}::{}\t{}\taccepted\t{}\t{}\t{}\t{}",
            id, module, name, cell.format, values.len(), encoded, broken, first
        );
    }
}
