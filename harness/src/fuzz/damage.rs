//! Scripts, and what can happen to frames on their way.

/// Numbers that look random and are the same every time.
#[derive(Clone, Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// SplitMix64.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
}

/// Decisions, a byte each; all zero at the end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Script<'a>(pub(crate) &'a [u8]);

impl<'a> Script<'a> {
    pub(crate) fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// Less than `end`, which is at most 256.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::from(self.byte()) % end
    }

    pub(crate) fn bytes(&mut self, most: usize) -> &'a [u8] {
        let length = self.below(most + 1).min(self.0.len());
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes
    }

    /// A place in something of this length.
    fn place(&mut self, length: usize) -> usize {
        (usize::from(self.byte()) << 8 | usize::from(self.byte())) % length.max(1)
    }
}

/// The frames as they arrive: some lost, repeated or exchanged, then bytes changed.
pub(crate) fn damaged(script: &mut Script<'_>, mut frames: Vec<Vec<u8>>) -> Vec<u8> {
    for _ in 0..script.below(3) {
        let at = script.place(frames.len());
        if frames.is_empty() {
            break;
        }
        match script.below(8) {
            0 => drop(frames.remove(at)),
            1 => frames.insert(at, frames[at].clone()),
            2 => frames.push(frames[at].clone()),
            3 => {
                let other = script.place(frames.len());
                frames.swap(at, other);
            }
            // A length that is not the frame's: huge, or wrong by a little.
            4 => frames[at][..4].copy_from_slice(&(u32::MAX - u32::from(script.byte())).to_le_bytes()),
            5 => frames[at][0] = script.byte(),
            6 => frames[at][4] = script.byte(),
            _ => frames[at][5] = script.byte(),
        }
    }
    let mut bytes = frames.concat();
    for _ in 0..script.below(4) {
        let at = script.place(bytes.len() + 1);
        match script.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.splice(at..at, script.bytes(16).iter().copied())),
            2 => {
                let end = (at + script.below(16)).min(bytes.len());
                drop(bytes.drain(at..end));
            }
            3 => bytes.extend_from_slice(script.bytes(24)),
            4 => bytes.extend_from_within(at..),
            _ => {
                let bit = script.below(8);
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= 1 << bit);
            }
        }
    }
    bytes
}

/// Cuts bytes into the pieces in which they arrive.
pub(crate) struct Chunks<'a> {
    left: &'a [u8],
    sizes: [usize; 3],
}

impl<'a> Chunks<'a> {
    /// All at once, byte by byte, or in pieces of up to three sizes in turn.
    pub(crate) fn new(script: &mut Script<'_>, bytes: &'a [u8]) -> Self {
        let sizes = match script.below(16) {
            0..4 => [usize::MAX; 3],
            4 => [1; 3],
            _ => [script.below(256) + 1, script.below(64) + 1, script.below(16) + 1],
        };
        Self { left: bytes, sizes }
    }

    /// In two pieces.
    pub(crate) fn split(bytes: &'a [u8], at: usize) -> Self {
        Self { left: bytes, sizes: [at.max(1), usize::MAX, usize::MAX] }
    }
}

impl<'a> Iterator for Chunks<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let (chunk, left) = self.left.split_at(self.sizes[0].min(self.left.len()));
        self.left = left;
        self.sizes.rotate_left(1);
        Some(chunk).filter(|chunk| !chunk.is_empty())
    }
}
