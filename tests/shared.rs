//! `Shared`: plain values that tasks read where they are.

use serde::{Deserialize, Serialize};
use wirecheck::{Backend, Bincode, Error, Inline, Sendable, Shared, Thread, closure};

wirecheck::test_support!();

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable)]
struct Signal {
    rate: f64,
    samples: Shared<[f64]>,
    marks: Option<Shared<[u32]>>,
}

fn signal() -> Result<Signal, Error> {
    let samples = Shared::build(1000, |samples| (0..).zip(samples).for_each(|(n, to)| *to = f64::from(n)))?;
    Ok(Signal { rate: 0.5, samples, marks: Some(Shared::copy_of(&[1, 500, 999])?) })
}

/// What only a loop and threads of this process do: the values stay where they are.
fn stays<B: Backend<Bincode>>(backend: &B) -> Result<(), Error> {
    let Signal { samples, marks, .. } = signal()?;
    let address = samples.as_ptr().addr();

    let of = samples.clone();
    let twice = backend.map(closure!(|at: usize| of[at] * 2.0), 0..1000)?;
    assert!((0..).zip(&twice).all(|(n, twice)| *twice == f64::from(2 * n)));
    let of = samples.clone();
    let sums = backend.map(closure!(|from: usize| of[from..].iter().sum::<f64>()), [0, 998])?;
    assert_eq!(sums, [499_500.0, 1997.0]);
    let of = samples.clone();
    let places = backend.map(closure!(|_: u8| (of.len(), of.as_ptr().addr())), [0, 1])?;
    assert_eq!(places, [(1000, address); 2]);
    let of = samples.clone();
    let marked =
        backend.map(closure!(|at: usize| marks.as_ref().map(|marks| of[marks[at] as usize])), 0..3)?;
    assert_eq!(marked, [Some(1.0), Some(500.0), Some(999.0)]);

    // As an input and as a result.
    let ends = [samples.clone(), samples.slice(500..).unwrap_or_default()];
    let back =
        backend.map(closure!(|samples: Shared<[f64]>| samples.slice(1..).unwrap_or_default()), ends)?;
    assert_eq!((back[0].len(), back[1][0]), (999, 501.0));
    assert_eq!(back[0].as_ptr().addr(), address + 8);
    Ok(())
}

#[test]
fn it_stays_where_it_is_in_one_process() -> Result<(), Error> {
    stays(&Inline::new())?;
    stays(&Thread::new()?)
}

#[test]
fn it_is_part_of_a_type() -> Result<(), Error> {
    let signal = signal()?;
    let scaled = Inline::new().map(
        |signal: Signal| {
            Shared::build(3, |to| to.copy_from_slice(&signal.samples[..3]))
                .map(|samples| Signal { samples, ..signal })
        },
        [signal.clone()],
    )?;
    let scaled = scaled.into_iter().next().ok_or_else(|| panic!("one result")).and_then(|scaled| scaled)?;
    assert_eq!((&*scaled.samples, scaled.marks), (&[0.0, 1.0, 2.0][..], signal.marks));
    Ok(())
}

#[test]
fn it_is_not_written_into_a_file() -> Result<(), Error> {
    let error = ron::to_string(&signal()?).expect_err("refused").to_string();
    assert!(
        error.contains("a `Shared` can only be serialized when it is sent to or from a worker"),
        "{error}"
    );
    let error = ron::from_str::<Shared<[u32]>>("(77, 0, 1, 262148)").expect_err("refused").to_string();
    assert!(error.contains("no shared memory with the number 77"), "{error}");
    Ok(())
}
