//! Where values come from: a seed, a mode, and limits on depth and size.

/// Which values are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// The least of each: zero, empty, `None`, the first variant.
    Least,
    /// The greatest of each, and one element in every container.
    Greatest,
    /// Texts and bytes of 5,000, which are more than any decoder reads in one piece.
    Long,
    /// Any of them.
    Any,
}

/// The source of one value.
#[derive(Debug)]
pub struct Draw {
    state: u64,
    mode: Mode,
    depth: usize,
    /// Elements that may still be made: a value does not grow without limit.
    left: usize,
}

/// Names that generated fields and variants have too, so that a key or a text may be taken for one.
const TEXTS: &[&str] = &[
    "",
    "a",
    "b",
    "c",
    "t",
    "k",
    "x",
    "A",
    "B",
    "type",
    "start",
    "end",
    "secs",
    "nanos",
    "Ok",
    "Err",
    "Some",
    "None",
    "null",
    "true",
    "1",
    "-1",
    "1.5",
    "0",
    "x-y",
    "é",
    "\u{1F980}",
    "\0",
    "\"\\\n",
    "00000000-0000-0000-0000-000000000000",
    "1.0.0",
    "127.0.0.1",
    "2024-02-29",
    "()",
    "NaN",
    "Leaf",
    "Included",
    "Unbounded",
];

/// Levels below which recursion ends.
const DEEP: usize = 5;

impl Draw {
    /// The value with this number. The first few are the extremes.
    pub fn new(seed: u64, number: usize) -> Self {
        let mode = match number {
            0 => Mode::Least,
            1 => Mode::Greatest,
            2 => Mode::Long,
            _ => Mode::Any,
        };
        Self { state: mix(mix(seed) ^ number as u64), mode, depth: 0, left: 60 }
    }

    /// Any 64 bits (splitmix64).
    pub fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.state)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.bits() % limit.max(1) as u64) as usize
    }

    /// One of a list; the first of the least value, the last of the greatest.
    pub fn one_of<T: Copy>(&mut self, list: &[T]) -> T {
        let at = match self.mode {
            Mode::Least => 0,
            Mode::Greatest => list.len() - 1,
            Mode::Long | Mode::Any => self.below(list.len()),
        };
        list[at]
    }

    /// An integer: at the borders of a type, or any.
    pub fn integer(&mut self, min: i128, max: i128) -> i128 {
        match self.mode {
            Mode::Least => min,
            Mode::Greatest => max,
            Mode::Long | Mode::Any => match self.below(6) {
                0 => min,
                1 => max,
                2 => 0.clamp(min, max),
                3 => (self.below(300) as i128).clamp(min, max),
                _ => {
                    let any = i128::from(self.bits()) << 64 | i128::from(self.bits());
                    let width = max.wrapping_sub(min);
                    if width <= 0 { any } else { min + any.rem_euclid(width) }
                }
            },
        }
    }

    /// Whether an option is `Some`, or a flag is set.
    pub fn yes(&mut self) -> bool {
        match self.mode {
            Mode::Least => false,
            Mode::Greatest => !self.is_deep(),
            Mode::Long | Mode::Any => !self.is_deep() && self.below(2) == 0,
        }
    }

    /// How many elements a container has, at most `most`.
    pub fn len(&mut self, most: usize) -> usize {
        let wanted = match self.mode {
            _ if self.is_deep() => 0,
            Mode::Least => 0,
            Mode::Greatest | Mode::Long => 1,
            Mode::Any => self.below(4),
        };
        let len = wanted.min(most).min(self.left);
        self.left -= len;
        len
    }

    /// The length of a text or of bytes that may be long.
    pub fn long(&mut self) -> Option<usize> {
        let long = self.mode == Mode::Long && self.left > 5;
        if long {
            self.left -= 5;
        }
        long.then_some(5000)
    }

    /// A text: often one that is a name, or looks like a value of another type.
    pub fn text(&mut self, most: usize) -> String {
        let mut text = match self.long() {
            Some(len) => "é".repeat(len / 2),
            None => self.one_of(TEXTS).to_owned(),
        };
        while text.len() > most {
            text.pop();
        }
        text
    }

    /// The number of a variant. Deep inside it is one that does not go on.
    pub fn variant(&mut self, ends: &[bool]) -> usize {
        let all: Vec<usize> = (0..ends.len()).collect();
        let ending: Vec<usize> = all.iter().copied().filter(|at| ends[*at]).collect();
        let from = if self.is_deep() && !ending.is_empty() { &ending } else { &all };
        match self.mode {
            Mode::Long | Mode::Any => from[self.below(from.len())],
            Mode::Least | Mode::Greatest => self.one_of(from),
        }
    }

    /// Makes a part of a value, one level down.
    pub fn within<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> T {
        self.depth += 1;
        let value = make(self);
        self.depth -= 1;
        value
    }

    fn is_deep(&self) -> bool {
        self.depth > DEEP || self.left == 0
    }
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
