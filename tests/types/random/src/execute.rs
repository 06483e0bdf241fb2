//! Runs a program of cases, also one that crashes or does not end.

use crate::compile::Program;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// What a cell did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The number of the case.
    pub number: usize,
    /// The format.
    pub format: String,
    /// Whether the compiler accepts it.
    pub is_accepted: bool,
    /// How many values did what: pairs of a letter and a count.
    pub counts: Vec<(char, usize)>,
    /// The first example of each letter but `.`.
    pub seen: Vec<Seen>,
}

/// An example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// `E` error at encode, `D` error at decode, `M` another value, `P` panic, `C` crash, `T` no end.
    pub letter: char,
    /// The value.
    pub value: String,
    /// What happened to it.
    pub what: String,
}

impl Cell {
    /// The example that breaks the promise, if there is one.
    pub fn broken(&self) -> Option<&Seen> {
        self.seen.iter().find(|seen| seen.letter != 'E')
    }

    /// Whether every value came back.
    pub fn is_all_equal(&self) -> bool {
        !self.counts.is_empty() && self.counts.iter().all(|(letter, _)| *letter == '.')
    }
}

/// How long a case may take.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs all cases of a program.
///
/// # Errors
/// If it does not start.
pub fn run(program: &Program, run_refused: bool) -> Result<Vec<Cell>, String> {
    let mut cells = Vec::new();
    let mut from = 0;
    while let Some(ended) = run_from(program, from, run_refused, &mut cells)? {
        cells.push(ended.cell());
        from = ended.number + 1;
    }
    Ok(cells)
}

/// A case that the program did not finish.
struct Ended {
    number: usize,
    letter: char,
    what: String,
}

impl Ended {
    fn cell(&self) -> Cell {
        let seen = Seen { letter: self.letter, value: String::new(), what: self.what.clone() };
        Cell {
            number: self.number,
            format: "all".to_owned(),
            is_accepted: true,
            counts: vec![(self.letter, 1)],
            seen: vec![seen],
        }
    }
}

fn run_from(
    program: &Program,
    from: usize,
    refused: bool,
    cells: &mut Vec<Cell>,
) -> Result<Option<Ended>, String> {
    let mut command = Command::new(&program.path);
    command.arg(from.to_string()).args(refused.then_some("refused"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| format!("{}: {error}", program.path.display()))?;
    let lines = lines(&mut child);
    let mut number = from;
    let mut is_open = false;
    loop {
        match lines.recv_timeout(LIMIT) {
            Ok(line) => read(&line, &mut number, &mut is_open, cells),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                // It may have ended in this moment, which is as well.
                let _ = child.kill();
                let _ = child.wait();
                return Ok(Some(Ended { number, letter: 'T', what: format!("no end in {LIMIT:?}") }));
            }
        }
    }
    let status = child.wait().map_err(|error| format!("{}: {error}", program.path.display()))?;
    let is_crashed = is_open || !status.success();
    Ok(is_crashed.then(|| Ended { number, letter: 'C', what: status.to_string() }))
}

/// The lines of its output, read by another thread.
fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(out) = child.stdout.take() {
        thread::spawn(move || {
            for line in BufReader::new(out).lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
    }
    receiver
}

/// A line in the protocol of the support crate's `report`.
fn read(line: &str, number: &mut usize, is_open: &mut bool, cells: &mut Vec<Cell>) {
    let parts: Vec<&str> = line.split('\t').collect();
    match parts.as_slice() {
        ["begin", begun] => (*number, *is_open) = (begun.parse().unwrap_or(*number), true),
        ["cell", verdict, format, counts] => cells.push(Cell {
            number: *number,
            format: (*format).to_owned(),
            is_accepted: *verdict == "accepted",
            counts: counts.split(',').filter_map(count).collect(),
            seen: Vec::new(),
        }),
        ["seen", letter, value, what] => {
            if let (Some(cell), Some(letter)) = (cells.last_mut(), letter.chars().next()) {
                cell.seen.push(Seen { letter, value: (*value).to_owned(), what: (*what).to_owned() });
            }
        }
        ["panic"] => {
            cells.push(Ended { number: *number, letter: 'P', what: "outside of a codec".to_owned() }.cell())
        }
        ["end"] => *is_open = false,
        _ => {}
    }
}

fn count(text: &str) -> Option<(char, usize)> {
    let letter = text.chars().next()?;
    Some((letter, text[letter.len_utf8()..].parse().ok()?))
}
