//! What is kept and sent. The tests of `migrate` include this file, too, and compute the sizes of the samples.

use serde::{Deserialize, Serialize};

/// Kept in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    pub title: String,
    pub words: Vec<u32>,
    pub pinned: Option<bool>,
}

/// Kept in a file of its own, whole.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    pub notes: Vec<(u64, String)>,
}

/// Sent to others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Message {
    Add(Note),
    Remove { id: u64 },
    Stop,
}

/// Neither a file nor a socket is near.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Token {
    pub user: u16,
    pub secret: [u8; 4],
}

pub fn note(words: u32) -> Note {
    let title = "a".repeat(words as usize);
    Note { title, words: (0..words).map(|word| word * 1000).collect(), pinned: Some(true) }
}

pub fn index(notes: u64) -> Index {
    Index { notes: (0..notes).map(|id| (id * id, format!("note {id}"))).collect() }
}
