//! Pools within pools, each worker of which prints its process id; they are busy until the program is killed.

use std::io::Write;
use std::time::Duration;

fn nest_and_hang(depth: u32) {
    let _ = writeln!(std::io::stdout(), "{}", std::process::id());
    if depth > 1
        && let Ok(pool) = wirecheck::Pool::builder().workers(1).build()
    {
        let _ = pool.map(nest_and_hang, [depth - 1]);
    }
    std::thread::sleep(Duration::from_secs(300));
}

fn main() -> Result<(), wirecheck::Error> {
    wirecheck::init();
    wirecheck::Pool::builder().workers(1).build()?.map(nest_and_hang, [3])?;
    Ok(())
}
