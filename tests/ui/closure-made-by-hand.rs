//! The parts of the macro are no way around its checks.
use wirecheck::__private_0_1_0::Fine;
use wirecheck::task::StatelessCode;
use wirecheck::{Bincode, Error, Pool};

#[derive(Clone, Copy)]
struct Ready(());

fn read(pool: &Pool, ready: Ready) -> Result<Vec<bool>, Error> {
    let task = Fine.closure((), move |(): &(), _: u64| matches!(ready, Ready(())));
    pool.map(task, [1, 2])
}

struct Mine;

impl StatelessCode<Mine> for Bincode {}

fn main() {
    let _ = read;
}
