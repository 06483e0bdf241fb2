//! Says `main` when `main` gets beyond `init`, then what both process backends give. Words as arguments make it do something
//! to itself first: `delete` and `replace` its own file, `print` on all streams and say all of it in a file.

use std::io::Write;

fn square(x: u64) -> u64 {
    x * x
}

fn print(x: u64) -> u64 {
    let noise = [b'x'; 3000];
    let _ = std::io::stdout().write_all(&noise);
    let _ = std::io::stderr().write_all(&noise);
    let _ = std::io::stdin().read_line(&mut String::new());
    square(x)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    wirecheck::init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let word = arguments.first().map_or("", String::as_str);
    let own = std::env::current_exe()?;
    if word == "delete" || word == "replace" {
        std::fs::remove_file(&own)?;
    }
    if word == "replace" {
        std::fs::write(&own, "#!/bin/false\n")?;
    }
    let mut said = String::from("main\n");
    let pool = wirecheck::Pool::builder().workers(2).build()?;
    let spawn = wirecheck::Spawn::builder().workers(2).build()?;
    let results = if word == "print" {
        [pool.map(print, 0..4)?, spawn.map(print, 0..4)?]
    } else {
        [pool.map(square, 0..4)?, spawn.map(square, 0..4)?]
    };
    for results in results {
        said += &format!("{results:?}\n");
    }
    pool.join()?;
    spawn.join()?;
    match arguments.get(1) {
        Some(path) if word == "print" => std::fs::write(path, said)?,
        _ => std::io::stdout().write_all(said.as_bytes())?,
    }
    Ok(())
}
