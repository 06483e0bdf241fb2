//! Prints the process ids of its workers, then keeps them busy until it is killed.

use std::io::Write;
use std::time::Duration;
use wirecheck::closure;

fn main() -> Result<(), wirecheck::Error> {
    wirecheck::init();
    let pool = wirecheck::Pool::builder().workers(3).batch(wirecheck::Batch::Fixed(1)).build()?;
    let announce = closure!(|_: u32| {
        let _ = writeln!(std::io::stdout(), "{}", std::process::id());
        std::thread::sleep(Duration::from_secs(300));
    });
    pool.map(announce, 0..3)?;
    Ok(())
}
