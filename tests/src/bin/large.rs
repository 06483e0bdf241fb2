//! Large values in a program of its own: `large WHAT FOLDER`.

use std::error::Error;
use std::fs::{File, read_to_string};
use std::io::Write as _;
use wirecheck::{Batch, Pool, Transfer, closure};

fn bytes(len: usize) -> Vec<u8> {
    vec![7; len]
}

fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn len(result: Result<Vec<Vec<u8>>, wirecheck::Error>) -> String {
    result.map_or_else(|error| error.to_string(), |results| results[0].len().to_string())
}

/// Results on their way, inputs on their way, and two workers that do not end.
fn busy(folder: &str) -> Result<(), Box<dyn Error>> {
    let pool = Pool::builder()
        .workers(2)
        .batch(Batch::Fixed(1))
        .transfer(Transfer::File)
        .transfer_dir(folder)
        .build()?;
    pool.map(bytes, vec![500_000; 8])?;
    let stuck = closure!(|input: Vec<u8>| {
        say(&std::process::id().to_string());
        std::thread::sleep(std::time::Duration::from_secs(300));
        input
    });
    pool.map(stuck, vec![vec![1; 500_000]; 4])?;
    Ok(())
}

fn lens(folder: &str) -> Result<(), Box<dyn Error>> {
    let pool = Pool::builder().workers(1).transfer(Transfer::File).transfer_dir(folder).build()?;
    for len in [100_000, 3_000_000, 200_000] {
        say(&self::len(pool.map(bytes, [len])));
    }
    for len in [100_000, 3_000_000, 200_000] {
        say(&self::len(pool.map(closure!(|input: Vec<u8>| input), [bytes(len)])));
    }
    Ok(())
}

fn descriptors() -> Result<(), Box<dyn Error>> {
    let pool = Pool::builder().workers(1).build()?;
    pool.map(closure!(|x: u64| x), [1])?;
    // All that this process may have.
    let mut taken = Vec::new();
    while let Ok(file) = File::open("/dev/null") {
        taken.push(file);
        if taken.len() > 100_000 {
            return Err("there is no end of descriptors".into());
        }
    }
    let count = closure!(|input: Vec<u8>| input.len() as u64);
    say(&format!(
        "input: {}",
        pool.map(count, [bytes(300_000)]).map_or_else(|error| error.to_string(), |n| n[0].to_string())
    ));
    say(&format!("result: {}", len(pool.map(bytes, [300_000]))));
    say(&format!("small: {}", pool.map(closure!(|x: u64| x), [7])?[0]));
    drop(taken);
    say(&format!("afterwards: {}", len(pool.map(bytes, [300_000]))));
    Ok(())
}

/// MiB of memory, by this name in the process's status.
fn mebi(name: &str) -> Result<f64, Box<dyn Error>> {
    let status = read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line")?;
    Ok(line.trim_start_matches(':').split_whitespace().next().ok_or("no figure")?.parse::<f64>()? / 1024.0)
}

/// How far the peak gets above what was there before.
fn peak(run: impl FnOnce() -> Result<(), wirecheck::Error>) -> Result<f64, Box<dyn Error>> {
    // Makes the peak what there is now.
    File::options().write(true).open("/proc/self/clear_refs")?.write_all(b"5")?;
    let before = mebi("VmRSS")?;
    run()?;
    Ok(mebi("VmHWM")? - before)
}

fn peaks() -> Result<(), Box<dyn Error>> {
    let pool = Pool::builder().workers(1).window(8).build()?;
    pool.map(bytes, [100_000])?;
    let one = peak(|| pool.map(bytes, [256 << 20]).map(|results| assert_eq!(results[0].len(), 256 << 20)))?;
    say(&format!("one: {one}"));
    let many = peak(|| {
        pool.map_iter(bytes, vec![2 << 20; 200])?.try_for_each(|result| {
            assert_eq!(result?.len(), 2 << 20);
            Ok(())
        })
    })?;
    say(&format!("many: {many}"));
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    wirecheck::init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["busy", folder] => busy(folder),
        ["lens", folder] => lens(folder),
        ["descriptors", _] => descriptors(),
        ["peak", _] => peaks(),
        _ => Err("large busy|lens|descriptors|peak FOLDER".into()),
    }
}
