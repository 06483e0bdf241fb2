//! A program that forgot `wirecheck::init()`: the pool must refuse, not multiply.

use std::io::Write;

fn main() -> std::io::Result<()> {
    let message = match wirecheck::Pool::builder().workers(2).build() {
        Ok(_) => "a pool without init".to_owned(),
        Err(error) => error.to_string(),
    };
    writeln!(std::io::stdout(), "{message}")
}
