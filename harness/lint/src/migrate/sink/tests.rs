use super::{Around, of_types};
use crate::migrate::fate::Fate;
use crate::survey::Place;

/// The fate of the call of bincode in a body.
fn fate(body: &str) -> Option<Fate> {
    let text = format!("fn f(state: &State, path: &Path, to: &mut TcpStream) -> Result<()> {{\n{body}\n}}\n");
    let at = text.find("bincode::").unwrap();
    let line = u32::try_from(text[..at].matches('\n').count() + 1).unwrap();
    let column = u32::try_from(at - text[..at].rfind('\n').unwrap()).unwrap();
    let place = Place { file: "src/lib.rs".into(), line, column };
    Around::new(&text).fate(&place).map(|(fate, _)| fate)
}

#[test]
fn the_function_around_a_call_tells_where_the_bytes_go() {
    for (body, expected) in [
        ("std::fs::write(path, bincode::serialize(state)?)", Some(Fate::Persisted)),
        ("let bytes = bincode::serialize(state)?;\nfs::write(path, &bytes)", Some(Fate::Persisted)),
        (
            "let mut file = File::create(path)?;\nfile.write_all(&bincode::serialize(state)?)",
            Some(Fate::Persisted),
        ),
        (
            "let mut bytes = Vec::new();\nbincode::serialize_into(&mut bytes, state)?;\nfs::write(path, bytes)",
            Some(Fate::Persisted),
        ),
        ("bincode::deserialize(&fs::read(path)?)", Some(Fate::Persisted)),
        ("let bytes = fs::read(path)?;\nbincode::deserialize(&bytes)", Some(Fate::Persisted)),
        ("let bytes = bincode::serialize(state)?;\nto.write_all(&bytes)", Some(Fate::Transient)),
        ("queue.send(bincode::serialize(state)?)", Some(Fate::Transient)),
        ("let bytes = queue.recv()?;\nbincode::deserialize(&bytes)", Some(Fate::Transient)),
        ("db.insert(key, bincode::serialize(state)?)", None),
        ("my_fs::write(path, bincode::serialize(state)?)", None),
        // Another value goes to the file.
        ("let bytes = bincode::serialize(state)?;\nfs::write(path, other)?;\nkeep(bytes)", None),
    ] {
        assert_eq!(fate(body), expected, "{body}");
    }
}

#[test]
fn writers_tell_it_by_their_type() {
    let of = |name| of_types(&[name, "app::State"]).map(|(fate, _)| fate);
    assert_eq!(of("&mut std::io::buffered::bufwriter::BufWriter<std::fs::File>"), Some(Fate::Persisted));
    assert_eq!(of("&mut std::net::tcp::TcpStream"), Some(Fate::Transient));
    assert_eq!(of("&mut alloc::vec::Vec<u8>"), None);
}

#[test]
fn what_is_no_rust_says_nothing() {
    let place = Place { file: "src/lib.rs".into(), line: 1, column: 1 };
    assert_eq!(Around::new("fn f( {").fate(&place), None);
}
