//! A program that keeps and sends values as bincode 1.

mod model;

use bincode::Options;
pub use model::{index, note, Index, Message, Note, Token};
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::net::TcpStream;
use std::path::Path;

pub fn save(notes: &[Note], path: &Path) -> bincode::Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    for note in notes {
        bincode::serialize_into(&mut file, note)?;
    }
    file.flush()?;
    Ok(())
}

pub fn load(path: &Path) -> bincode::Result<Note> {
    bincode::deserialize_from(BufReader::new(File::open(path)?))
}

pub fn save_index(index: &Index, path: &Path) -> io::Result<()> {
    let bytes = bincode::serialize(index).map_err(io::Error::other)?;
    fs::write(path, bytes)
}

pub fn load_index(path: &Path) -> io::Result<Index> {
    let bytes = fs::read(path)?;
    bincode::deserialize(&bytes).map_err(io::Error::other)
}

pub fn send(message: &Message, to: &mut TcpStream) -> bincode::Result<()> {
    bincode::serialize_into(to, message)
}

pub fn receive(bytes: &[u8]) -> bincode::Result<Message> {
    bincode::DefaultOptions::new().with_limit(1024).with_big_endian().deserialize(bytes)
}

pub fn pack(message: &Message) -> bincode::Result<Vec<u8>> {
    bincode::DefaultOptions::new().serialize(message)
}

pub fn sign(token: &Token) -> Vec<u8> {
    let size = bincode::serialized_size(token).unwrap_or(0);
    let mut bytes = Vec::with_capacity(size as usize);
    bincode::serialize_into(&mut bytes, token).expect("a Vec takes all");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> std::path::PathBuf {
        std::env::temp_dir().join(format!("vault-{name}-{}", std::process::id()))
    }

    #[test]
    fn notes_come_back() {
        let path = path("notes");
        save(&[note(3), note(200)], &path).unwrap();
        assert_eq!(load(&path).unwrap(), note(3));
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn indexes_come_back() {
        let path = path("index");
        save_index(&index(40), &path).unwrap();
        assert_eq!(load_index(&path).unwrap(), index(40));
        fs::remove_file(path).unwrap();
    }

    #[test]
    fn messages_are_packed() {
        for message in [Message::Add(note(2)), Message::Remove { id: 7 }, Message::Stop] {
            let bytes = pack(&message).unwrap();
            assert_eq!(bincode::DefaultOptions::new().deserialize::<Message>(&bytes).unwrap(), message);
        }
    }

    #[test]
    fn what_is_too_long_is_an_error() {
        let small = bincode::DefaultOptions::new().with_limit(3);
        assert!(small.serialize_into(Vec::new(), &note(2)).is_err());
    }

    #[test]
    fn tokens_are_signed() {
        assert_eq!(sign(&Token { user: 7, secret: seal::seal(4) }), [7, 0, 1, 2, 3, 4]);
    }
}
