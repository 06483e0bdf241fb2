//! Sends the values of each type through the formats that accept it.

use crate::draw::Draw;
use crate::erased::{Erased, Values, read};
use crate::make::Make;
use crate::report::{self, Look, look};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;
use std::marker::PhantomData;
use wirecheck::{Codec, Sendable};

/// How many values of each type: the extremes and some others.
const VALUES: usize = 14;

/// One type: its number, and the function that the program has for it.
pub type Case = (usize, fn(&mut Cells));

/// The cells of one type.
#[derive(Debug, Default)]
pub struct Cells {
    /// Lines for the generator, in its protocol.
    lines: Vec<String>,
    /// Whether cells that the compiler refuses are run as well.
    run_refused: bool,
}

impl Cells {
    /// The values of a type, the same in every run.
    pub fn values<T: Make>(&self, seed: u64) -> Vec<T> {
        let mut values = Vec::with_capacity(VALUES);
        for number in 0..VALUES {
            values.push(T::make(&mut Draw::new(seed, number)));
        }
        values
    }
}

/// The compiler's verdict, as [`wirecheck::probe!`] finds it: a method of the type itself comes before one of a trait.
#[derive(Debug)]
pub struct Probe<T, F>(PhantomData<(T, F)>);

impl<T, F> Default for Probe<T, F> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T: Sendable<F> + Serialize + DeserializeOwned + Debug + PartialEq, F: Codec> Probe<T, F> {
    /// The verdict alone.
    pub const ACCEPTED: bool = true;

    /// Accepted: runs it. Nothing of the codec is compiled for a cell that is refused.
    pub fn cell(&self, values: &[T], cells: &mut Cells) {
        let mut found = Look::default();
        each::<T, F>(values, &mut found);
        cells.lines.push(found.line("accepted", F::NAME));
    }

    /// The same.
    pub fn cell_of_all(&self, values: &[T], cells: &mut Cells) {
        self.cell(values, cells);
    }
}

/// A cell that the compiler refuses.
pub trait Refused<T> {
    /// The verdict alone.
    const ACCEPTED: bool = false;

    /// Says so.
    fn cell(&self, values: &[T], cells: &mut Cells);
    /// Runs it all the same.
    fn cell_of_all(&self, values: &[T], cells: &mut Cells);
}

impl<T: Serialize + DeserializeOwned + Debug + PartialEq, F: Codec> Refused<T> for Probe<T, F> {
    fn cell(&self, _: &[T], cells: &mut Cells) {
        cells.lines.push(Look::default().line("refused", F::NAME));
    }

    fn cell_of_all(&self, values: &[T], cells: &mut Cells) {
        let mut found = Look::default();
        if cells.run_refused {
            each::<T, F>(values, &mut found);
        }
        cells.lines.push(found.line("refused", F::NAME));
    }
}

/// Plain loops and calls: this is compiled for each type and format.
fn each<T: Serialize + DeserializeOwned + Debug + PartialEq, F: Codec>(values: &[T], found: &mut Look) {
    let encode = |at: usize| F::encode_to_vec(&values[at]);
    let decode = |at: usize, bytes: &[u8]| match F::decode::<T>(bytes) {
        Ok(back) if back == values[at] => Ok(None),
        Ok(back) => Ok(Some(format!("{back:?}"))),
        Err(error) => Err(error),
    };
    let show = |at: usize| format!("{:?}", values[at]);
    for at in 0..values.len() {
        look(at, &encode, &decode, &show, found);
    }
}

/// The cells of a type that is compiled once for all formats, each with the compiler's verdict.
pub fn erased_cells<T: Serialize + DeserializeOwned + Debug + PartialEq + 'static>(
    formats: &[(Erased, bool)],
    values: &[T],
    cells: &mut Cells,
) {
    let erased = Values {
        count: values.len(),
        value: &|at| &values[at],
        read: read::<T>,
        compare: &|at, back| match back.downcast_ref::<T>() {
            Some(back) if *back == values[at] => None,
            Some(back) => Some(format!("{back:?}")),
            None => Some("a value of another type".to_owned()),
        },
        show: &|at| format!("{:?}", values[at]),
    };
    for (format, is_accepted) in formats {
        let mut found = Look::default();
        if *is_accepted || cells.run_refused {
            format.each(&erased, &mut found);
        }
        cells.lines.push(found.line(if *is_accepted { "accepted" } else { "refused" }, format.name));
    }
}

/// The `main` of a generated program: all cases from the one that its first argument names.
pub fn main(cases: &[Case]) {
    report::quiet();
    let mut args = std::env::args().skip(1);
    let from: usize = args.next().and_then(|first| first.parse().ok()).unwrap_or(0);
    let run_refused = args.next().is_some();
    for (number, case) in cases.iter().filter(|(number, _)| *number >= from) {
        report::begin(*number);
        let mut cells = Cells { lines: Vec::new(), run_refused };
        report::with_room(|| case(&mut cells));
        report::end(&cells.lines);
    }
}
