//! What was seen, as lines for the generator: `begin NUMBER`, `cell VERDICT FORMAT LETTERS`, `seen LETTER VALUE WHAT`, `end`.

use std::collections::BTreeMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use wirecheck::format::CodecError;

/// Room for values as deep as recursion makes them in a build without optimisation.
const STACK: usize = 64 << 20;

/// How much of a value is shown.
const SHOWN: usize = 300;

/// What the values of one cell did: `.` equal, `E` error at encode, `D` error at decode, `M` another value, `P` panic;
/// how often, and the first example of each but `.`.
#[derive(Debug, Default)]
pub(crate) struct Look {
    letters: BTreeMap<char, (usize, String, String)>,
}

impl Look {
    fn add(&mut self, letter: char, value: impl FnOnce() -> String, what: impl FnOnce() -> String) {
        let entry = self.letters.entry(letter);
        let seen = entry.or_insert_with(|| {
            if letter == '.' { Default::default() } else { (0, short(&value()), short(&what())) }
        });
        seen.0 += 1;
    }

    /// The lines of the cell.
    pub(crate) fn line(&self, verdict: &str, format: &str) -> String {
        let counts: Vec<String> =
            self.letters.iter().map(|(letter, (count, ..))| format!("{letter}{count}")).collect();
        let mut lines = format!("cell\t{verdict}\t{format}\t{}\n", counts.join(","));
        for (letter, (_, value, what)) in self.letters.iter().filter(|(letter, _)| **letter != '.') {
            lines.push_str(&format!("seen\t{letter}\t{value}\t{what}\n"));
        }
        lines
    }
}

/// In one line, and not too long.
fn short(text: &str) -> String {
    let text: String = text.chars().take(SHOWN).collect();
    text.escape_debug().collect()
}

pub(crate) type Encode<'a> = &'a dyn Fn(usize) -> Result<Vec<u8>, CodecError>;
/// With what came back where it is not equal.
pub(crate) type Decode<'a> = &'a dyn Fn(usize, &[u8]) -> Result<Option<String>, CodecError>;
pub(crate) type Show<'a> = &'a dyn Fn(usize) -> String;

/// The value with a number, there and back. Not generic: it is compiled once for all types.
pub(crate) fn look(at: usize, encode: Encode<'_>, decode: Decode<'_>, show: Show<'_>, found: &mut Look) {
    let bytes = match catch_unwind(AssertUnwindSafe(|| encode(at))) {
        Err(_) => return found.add('P', || show(at), || "while it was encoded".to_owned()),
        Ok(Err(error)) => return found.add('E', || show(at), || error.to_string()),
        Ok(Ok(bytes)) => bytes,
    };
    match catch_unwind(AssertUnwindSafe(|| decode(at, &bytes))) {
        Err(_) => found.add('P', || show(at), || "while it was decoded".to_owned()),
        Ok(Err(error)) => found.add('D', || show(at), || error.to_string()),
        Ok(Ok(None)) => found.add('.', String::new, String::new),
        Ok(Ok(Some(back))) if is_nan_apart(&show(at), &back) => found.add('.', String::new, String::new),
        Ok(Ok(Some(back))) => found.add('M', || show(at), || back),
    }
}

/// Whether two values that are not equal print the same with a NaN inside, which is not equal to itself. A hash map prints
/// in any order.
fn is_nan_apart(value: &str, back: &str) -> bool {
    let sorted = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    value.contains("NaN") && sorted(value) == sorted(back)
}

/// Panics are reported by the cell, not on the terminal.
pub(crate) fn quiet() {
    set_hook(Box::new(|_| ()));
}

/// A case begins: if the program ends now, it is the fault of this one.
pub(crate) fn begin(number: usize) {
    print(&format!("begin\t{number}\n"));
}

/// A case ends.
pub(crate) fn end(lines: &[String]) {
    print(&format!("{}end\n", lines.concat()));
}

fn print(text: &str) {
    let mut out = std::io::stdout().lock();
    // If nobody reads any more, there is nobody to tell.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Runs a case where a deep value fits.
pub(crate) fn with_room(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        // A panic outside of the codecs: the case ends without its cells, and the generator asks why.
        if let Ok(Err(_)) = thread.map(|thread| thread.join()) {
            print("panic\n");
        }
    });
}
