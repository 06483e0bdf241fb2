// The program that is built of generated declarations: what is said of each pair, and what happens.
#![allow(dead_code, unused_imports)]

mod cases;

use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;
use wirecheck_evolution::compare::{Verdict, compare};
use wirecheck_evolution::replay::{Generator, Kept, Relation, Value, Wire, decode, encode};
use wirecheck_evolution::shape::{Body, Repr, Store, Ty, of_source};

type Read = fn(&mut dyn erased_serde::Deserializer<'_>) -> Result<Box<dyn erased_serde::Serialize>, erased_serde::Error>;

/// A compiled type with the text it was made of.
pub struct Version {
    pub text: &'static str,
    pub read: Read,
}

pub fn read<T: for<'a> Deserialize<'a> + Serialize + 'static>(
    from: &mut dyn erased_serde::Deserializer<'_>,
) -> Result<Box<dyn erased_serde::Serialize>, erased_serde::Error> {
    erased_serde::deserialize::<T>(from).map(|value| Box::new(value) as Box<dyn erased_serde::Serialize>)
}

thread_local! { static READ: Cell<Option<Read>> = const { Cell::new(None) }; }

struct Real(Box<dyn erased_serde::Serialize>);

impl<'de> Deserialize<'de> for Real {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = READ.get().unwrap();
        let mut erased = <dyn erased_serde::Deserializer<'_>>::erase(deserializer);
        read(&mut erased).map(Real).map_err(serde::de::Error::custom)
    }
}

fn real(version: &Version, wire: Wire, bytes: &[u8]) -> Result<(Box<dyn erased_serde::Serialize>, usize), String> {
    READ.set(Some(version.read));
    wire.read::<Real>(bytes).map(|(real, used)| (real.0, used))
}

struct Shape {
    store: Arc<Store>,
    old: Ty,
    new: Ty,
}

/// The format in which values go in and out of the compiled types.
fn neutral(store: &Store) -> Wire {
    let needs_names = store.groups().flat_map(|(_, defs)| defs).any(|def| match &def.body {
        Body::Struct(body) => body.tag.is_some() || body.fields.iter().any(|field| field.is_flat || field.skip_if.is_some()),
        Body::Enum(body) => {
            body.repr != Repr::External
                || body.variants.iter().flat_map(|variant| &variant.fields).any(|field| field.is_flat || field.skip_if.is_some())
        }
        _ => false,
    });
    if needs_names { Wire::Json } else { Wire::Bincode1 }
}

/// What happens to values; none if none of them can be written.
fn happens(shape: &Shape, was: &Version, is: &Version, wire: Wire, between: Wire) -> Option<(Verdict, String)> {
    let Shape { store, old, new } = shape;
    let mut generator = Generator::new(97);
    let (mut read, mut failed, mut silent, mut worst) = (0, 0, 0, Verdict::Same);
    let mut example = String::new();
    for _ in 0..400 {
        let value = generator.value(store, old)?;
        let Ok(plain) = encode(store, old, &value, between) else { continue };
        let Ok((real_old, _)) = real(was, between, &plain) else { continue };
        // What the neutral format makes of the value is what is written.
        let Ok((value, _)) = decode(store, old, &plain, between) else { continue };
        let Ok(bytes) = wire.write(&real_old) else { continue };
        // A value that does not even survive its own type shows nothing of the change.
        if let Ok((own, _)) = real(was, wire, &bytes) {
            let Ok(plain) = between.write(&own) else { continue };
            let Ok((own, _)) = decode(store, old, &plain, between) else { continue };
            if (Relation { store, wire }).of(old, &value, old, &own) != Kept::All {
                continue;
            }
        }
        match real(is, wire, &bytes) {
            Err(error) => {
                failed += 1;
                if example.is_empty() {
                    example = format!("{value} [{bytes:?}] {error}");
                }
            }
            Ok((real_new, used)) => {
                read += 1;
                let Ok(plain) = between.write(&real_new) else { continue };
                let Ok((back, _)) = decode(store, new, &plain, between) else { continue };
                let kept = Relation { store, wire }.of(old, &value, new, &back);
                let level = match kept {
                    Kept::All if used < bytes.len() => Verdict::Lossy,
                    Kept::All => Verdict::Same,
                    Kept::Defaulted => Verdict::Defaulted,
                    Kept::Lossy => Verdict::Lossy,
                    Kept::Changed => {
                        silent += 1;
                        example = format!("{value} [{bytes:?}] {back}");
                        Verdict::Silent
                    }
                };
                worst = worst.max(level);
            }
        }
    }
    let verdict = match (silent, failed, read) {
        (0, 0, 0) => return None,
        (1.., ..) => Verdict::Silent,
        (_, 1.., 1..) => Verdict::Partial,
        (_, 1.., 0) => Verdict::Error,
        _ => worst,
    };
    Some((verdict, example))
}

/// `same` and `equal` do not differ in what happens.
fn rank(verdict: Verdict) -> Verdict {
    if verdict == Verdict::Equal { Verdict::Same } else { verdict }
}

/// How long one pair may take; a type that takes a wrong length for its own may go on for ever.
const LONGEST: Duration = Duration::from_secs(120);

fn main() {
    for (kind, was, is) in cases::cases() {
        let (done, wait) = mpsc::channel();
        thread::spawn(move || {
            pair(kind, &was, &is);
            let _ = done.send(());
        });
        match wait.recv_timeout(LONGEST) {
            Ok(()) => {}
            Err(mpsc::RecvTimeoutError::Timeout) => println!("stalled\t{kind}"),
            Err(mpsc::RecvTimeoutError::Disconnected) => std::process::exit(1),
        }
    }
    // Threads that go on end here.
    std::process::exit(0);
}

fn pair(kind: &str, was: &Version, is: &Version) {
    let mut store = Store::default();
    let olds = of_source(was.text, &mut store).unwrap();
    let news = of_source(is.text, &mut store).unwrap();
    let between = neutral(&store);
    let shape = Shape { store: Arc::new(store), old: olds["Root"].clone(), new: news["Root"].clone() };
    for &wire in Wire::ALL {
        let said = compare(&shape.store, &shape.old, &shape.new, wire);
        let Some((seen, example)) = happens(&shape, was, is, wire, between) else {
            println!("unwritten\t{kind}\t{}", wire.name());
            continue;
        };
        let which = match rank(said.verdict).cmp(&rank(seen)) {
            std::cmp::Ordering::Less => "optimistic",
            std::cmp::Ordering::Equal => "exact",
            std::cmp::Ordering::Greater => "pessimistic",
        };
        println!("{which}\t{kind}\t{}\t{}\t{}", wire.name(), said.verdict, seen);
        if which != "exact" {
            let faults: Vec<String> = said.faults.iter().map(|fault| format!("{} {} {}", fault.code.number(), fault.path, fault.detail)).collect();
            eprintln!(
                "{which} {kind} {}: said {}, seen {seen}\n  old {}\n  new {}\n  {}\n  {}",
                wire.name(), said.verdict, was.text.replace('\n', " "), is.text.replace('\n', " "), faults.join("; "), example.chars().take(600).collect::<String>()
            );
        }
    }
}
