//! Large values through bincode and postcard, compared with the crates called directly and with `memcpy`:
//! `cargo bench -p wirecheck-tests --bench codecs`.
//!
//! What is written goes to memory that was written before, what is read to memory that is new, as a result that arrives.
//! All in turn, round after round; medians are printed. After `--`: `--mib 64`, `--rounds 9`.

#![expect(clippy::print_stdout, reason = "a benchmark's output is its table")]

use bincode::config::standard;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::hint::black_box;
use std::time::Instant;
use wirecheck::{Bincode, Codec, Postcard};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// A format and its crate alone.
trait Alone: Codec {
    fn write<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Outcome<()>;
    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Outcome<T>;
}

impl Alone for Bincode {
    fn write<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Outcome<()> {
        bincode::serde::encode_into_std_write(value, out, standard())?;
        Ok(())
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Outcome<T> {
        Ok(bincode::serde::decode_from_slice(bytes, standard())?.0)
    }
}

impl Alone for Postcard {
    fn write<T: Serialize>(value: &T, out: &mut Vec<u8>) -> Outcome<()> {
        postcard::to_io(value, out)?;
        Ok(())
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Outcome<T> {
        Ok(postcard::from_bytes(bytes)?)
    }
}

/// Bytes a nanosecond, each of its rounds.
#[derive(Default)]
struct Figures([Vec<f64>; 3]);

impl Figures {
    fn time<T>(&mut self, at: usize, bytes: usize, run: impl FnOnce() -> Outcome<T>) -> Outcome<()> {
        let start = Instant::now();
        let value = black_box(run()?);
        let taken = start.elapsed();
        drop(value);
        self.0[at].push(bytes as f64 / taken.as_nanos() as f64);
        Ok(())
    }

    fn print(self, what: &str) {
        let [ours, alone, copy] = self.0.map(|mut rounds| {
            rounds.sort_by(f64::total_cmp);
            rounds[rounds.len() / 2]
        });
        println!(
            "{what:<36} {ours:>7.2} {alone:>7.2} {copy:>7.2} {:>8.1}x {:>8.2}x",
            ours / alone,
            ours / copy
        );
    }
}

fn measure<F: Alone, T: Serialize + DeserializeOwned + PartialEq>(
    what: &str,
    value: &T,
    rounds: usize,
) -> Outcome<()> {
    let (mut ours, mut alone) = (Vec::new(), Vec::new());
    F::encode(value, &mut ours)?;
    F::write(value, &mut alone)?;
    let bytes = alone.clone();
    if ours[..] != bytes[..] || F::decode::<T>(&bytes)? != *value {
        return Err(format!("{} of {what} is not what the crate makes", F::NAME).into());
    }
    let (mut copy, size) = (bytes.clone(), bytes.len());
    let (mut write, mut read) = (Figures::default(), Figures::default());
    for _ in 0..rounds {
        write.time(0, size, || {
            ours.clear();
            Ok(F::encode(black_box(value), &mut ours)?)
        })?;
        write.time(1, size, || {
            alone.clear();
            F::write(black_box(value), &mut alone)
        })?;
        write.time(2, size, || {
            copy.copy_from_slice(black_box(&bytes));
            Ok(())
        })?;
        read.time(0, size, || Ok(F::decode::<T>(black_box(&bytes))?))?;
        read.time(1, size, || F::read::<T>(black_box(&bytes)))?;
        read.time(2, size, || Ok(black_box(&bytes).clone()))?;
    }
    write.print(&format!("{} {what} write", F::NAME));
    read.print(&format!("{} {what} read", F::NAME));
    Ok(())
}

fn both<T: Serialize + DeserializeOwned + PartialEq>(what: &str, value: T, rounds: usize) -> Outcome<()> {
    measure::<Bincode, T>(what, &value, rounds)?;
    measure::<Postcard, T>(what, &value, rounds)
}

fn option(name: &str, default: usize) -> Outcome<usize> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    arguments.next().map_or(Ok(default), |value| Ok(value.parse()?))
}

fn main() -> Outcome<()> {
    let (mib, rounds) = (option("--mib", 64)?, option("--rounds", 9)?.max(1));
    let bytes = mib << 20;
    let floats = || (0..bytes / 8).map(|at| at as f64 / 3.0).collect::<Vec<f64>>();
    println!("{mib} MiB, GB/s, medians of {rounds} rounds");
    println!("{:<36} {:>7} {:>7} {:>7} {:>9} {:>9}", "", "ours", "crate", "memcpy", "of crate", "of memcpy");
    both("Vec<u8>", (0..bytes).map(|at| at as u8).collect::<Vec<u8>>(), rounds)?;
    both("Vec<f64>", floats(), rounds)?;
    both("(String, Vec<f64>)", ("a name".to_owned(), floats()), rounds)?;
    both("Vec<u64>", (0..bytes as u64 / 8).map(|at| at << 20).collect::<Vec<u64>>(), rounds)
}
