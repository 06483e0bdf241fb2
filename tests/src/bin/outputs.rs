//! Eight tasks write lines of one letter each to both streams, in pieces. Arguments: the backend, and what becomes of the
//! workers' standard output and error.

use std::io::{Error, Write};
use wirecheck::{Batch, Output, Pool, Spawn};

fn write(letter: u8) {
    let mut line = vec![letter; 201];
    line[200] = b'\n';
    for _ in 0..25 {
        for piece in line.chunks(67) {
            let _ = std::io::stderr().write_all(piece);
            let _ = std::io::stdout().write_all(piece);
            let _ = std::io::stdout().flush();
        }
    }
}

fn output(word: Option<&String>) -> Result<Output, Error> {
    match word.map(String::as_str) {
        Some("inherit") => Ok(Output::Inherit),
        Some("null") => Ok(Output::Null),
        Some("captured") => Ok(Output::Captured),
        Some("forward") => Ok(Output::Forward),
        Some("labelled") => Ok(Output::Labelled),
        other => Err(Error::other(format!("no output is called {other:?}"))),
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    wirecheck::init();
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (stdout, stderr) = (output(words.get(1))?, output(words.get(2))?);
    if words[0] == "pool" {
        let pool = Pool::builder().workers(4).batch(Batch::Fixed(1)).stdout(stdout).stderr(stderr).build()?;
        pool.map(write, b'a'..=b'h')?;
    } else {
        let spawn = Spawn::builder().workers(4).stdout(stdout).stderr(stderr).build()?;
        spawn.map(write, b'a'..=b'h')?;
    }
    Ok(())
}
