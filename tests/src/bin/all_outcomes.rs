//! The command line on a suite that ends in every way a cell can end; `tests/cli.rs` runs it.

use serde::{Deserialize, Serialize, Serializer, ser::Error as _};
use std::io;
use std::process::ExitCode;
use wirecheck::matrix::{BackendKind, Cell, Expected, RunsIn, Scale, Suite, TransferSweep, Workload};
use wirecheck::{AnyBackend, Backend, Bincode, Codec, Error, Ron, Sendable, closure};

fn main() -> ExitCode {
    wirecheck::init();
    let suite = Suite::new()
        .command("all_outcomes")
        .workload::<Right, (Bincode, Ron)>()
        .workload::<Wrong, (Bincode,)>()
        .workload::<Panics, (Bincode,)>()
        .workload::<Refused, (Bincode,)>()
        .workload::<Left, (Bincode,)>()
        .workload::<Stuck, (Bincode,)>()
        .measure(TransferSweep::<Bincode>::new());
    wirecheck::cli::main(&suite)
}

fn numbers(scale: Scale) -> Vec<u64> {
    (0..scale.pick(4, 8)).collect()
}

fn double(x: u64) -> u64 {
    2 * x
}

/// What the workloads of this suite have in common: they double numbers.
macro_rules! doubles {
    ($workload:ident, $name:literal, $task:expr $(, $more:item)*) => {
        struct $workload;

        impl Workload for $workload {
            const NAME: &'static str = $name;
            const ABOUT: &'static str = "doubles small numbers";
            const REPORTS_TASKS: bool = true;
            type Input = u64;
            type Output = u64;

            fn set_up(_: Scale) -> io::Result<Self> {
                Ok(Self)
            }
            fn inputs(&self, scale: Scale) -> Vec<u64> {
                numbers(scale)
            }
            fn expected(scale: Scale) -> Vec<u64> {
                numbers(scale).into_iter().map(double).collect()
            }
            $($more)*
        }

        impl<F: Codec> RunsIn<F> for $workload {
            fn run(&self, backend: &AnyBackend<F>, inputs: Vec<u64>) -> Result<Vec<u64>, Error> {
                backend.map($task, inputs)
            }
        }
    };
}

doubles!(Right, "right", double);
doubles!(Wrong, "wrong", closure!(|x: u64| if x == 2 { 5 } else { 2 * x }));
doubles!(Panics, "panics", closure!(|x: u64| if x == 3 { panic!("no more") } else { 2 * x }));
doubles!(
    Left,
    "left_out",
    double,
    fn outcome(cell: &Cell) -> Expected {
        match cell.backend {
            BackendKind::Inline => Expected::Pass,
            _ => Expected::Skip { reason: "only the reference is of interest" },
        }
    }
);
// Its second task never ends: for whoever kills the run.
doubles!(
    Stuck,
    "stuck",
    closure!(|x: u64| {
        if x == 1 {
            loop {
                std::thread::park();
            }
        }
        2 * x
    })
);

/// A value that no format takes.
#[derive(Clone, Debug, PartialEq, Deserialize, Sendable)]
struct Odd;

impl Serialize for Odd {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("an odd value"))
    }
}

struct Refused;

impl Workload for Refused {
    const NAME: &'static str = "refused";
    const ABOUT: &'static str = "sends what no format takes";
    type Input = Odd;
    type Output = Odd;

    fn set_up(_: Scale) -> io::Result<Self> {
        Ok(Self)
    }
    fn inputs(&self, _: Scale) -> Vec<Odd> {
        vec![Odd]
    }
    fn expected(_: Scale) -> Vec<Odd> {
        vec![Odd]
    }
    fn outcome(cell: &Cell) -> Expected {
        if cell.backend.encodes() { Expected::Refused } else { Expected::Pass }
    }
}

impl<F: Codec> RunsIn<F> for Refused {
    fn run(&self, backend: &AnyBackend<F>, inputs: Vec<Odd>) -> Result<Vec<Odd>, Error> {
        backend.map(closure!(|odd: Odd| odd), inputs)
    }
}
