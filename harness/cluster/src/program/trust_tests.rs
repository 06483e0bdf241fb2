use super::*;
use minisign::KeyPair;
use std::io::Cursor;

fn key() -> KeyPair {
    KeyPair::generate_unencrypted_keypair().unwrap()
}

fn sign(key: &KeyPair, content: &[u8]) -> String {
    let signed = minisign::sign(Some(&key.pk), &key.sk, Cursor::new(content), Some("mine"), None);
    signed.unwrap().into_string()
}

/// The file that `minisign -G` writes.
fn file_of(key: &KeyPair) -> String {
    key.pk.to_box().unwrap().into_string()
}

fn holds(trust: &Trust, signature: &str, content: &[u8]) -> bool {
    let signature = SignatureText::read(signature).unwrap();
    let mut check = trust.check(&signature);
    content.chunks(3).for_each(|part| check.update(part));
    check.holds()
}

#[test]
fn only_the_content_that_a_trusted_key_has_signed_is_taken() {
    let (mine, other) = (key(), key());
    let both = format!("# deploy\n{}\n\n{}", file_of(&other), file_of(&mine));
    let trust = Trust::parse(&both).unwrap();
    let (by_mine, by_other) = (sign(&mine, b"program"), sign(&other, b"program"));
    assert!(holds(&trust, &by_mine, b"program") && holds(&trust, &by_other, b"program"));
    assert!(!holds(&trust, &by_mine, b"prograM") && !holds(&trust, &by_mine, b""));
    let one = Trust::parse(&file_of(&mine)).unwrap();
    assert!(holds(&one, &by_mine, b"program") && !holds(&one, &by_other, b"program"));
    assert_eq!(one.ids(), [SignatureText::read(&by_mine).unwrap().by]);
    assert_eq!(trust.ids().len(), 2);
}

#[test]
fn a_number_is_written_as_minisign_writes_it() {
    let key = key();
    let file = file_of(&key);
    let id = Trust::parse(&file).unwrap().ids()[0].to_string();
    assert!(file.lines().next().unwrap().ends_with(&id), "{id}: {file}");
}

#[test]
fn a_changed_comment_is_noticed() {
    let key = key();
    let trust = Trust::parse(&file_of(&key)).unwrap();
    let signature = sign(&key, b"program");
    assert!(signature.contains("trusted comment: mine"));
    let changed = signature.replace("trusted comment: mine", "trusted comment: yours");
    assert!(!holds(&trust, &changed, b"program"));
    // The other comment is anybody's.
    let renamed = signature.replacen("untrusted comment: ", "untrusted comment: new ", 1);
    assert!(holds(&trust, &renamed, b"program"));
}

#[test]
fn what_is_no_signature_is_refused_and_ends_nothing() {
    let key = key();
    let good = sign(&key, b"program");
    let lines: Vec<&str> = good.lines().collect();
    let odd = [
        String::new(),
        "x".to_owned(),
        lines[..3].join("\n"),
        lines[..2].join("\n"),
        [lines[0], lines[1], "trusted", lines[3]].join("\n"),
        [lines[0], lines[1], "trusted comment:äöü", lines[3]].join("\n"),
        [lines[0], &lines[1][..20], lines[2], lines[3]].join("\n"),
        [lines[0], "", lines[2], lines[3]].join("\n"),
        [lines[0], lines[1], lines[2], ""].join("\n"),
    ];
    for text in odd {
        assert!(SignatureText::read(&text).is_err_and(|why| why.contains("minisign")), "{text}");
    }
    for at in (0..good.len()).filter(|at| good.is_char_boundary(*at)) {
        let _ = SignatureText::read(&good[..at]);
    }
    // "Ed" in place of "ED".
    let old = good.replacen("\nRU", "\nRW", 1);
    assert!(SignatureText::read(&old).is_err_and(|why| why.contains("-H")), "{old}");
}

#[test]
fn a_file_without_keys_is_refused_with_its_line() {
    let key = file_of(&key());
    let line = key.lines().nth(1).unwrap();
    assert!(Trust::parse("").is_err_and(|why| why.contains("no key")));
    assert!(Trust::parse("# nothing\n\n").is_err());
    for wrong in [&line[..30], "x", "minisign", &format!("{line}AAAA")] {
        let text = format!("# keys\n{line}\n{wrong}\n");
        assert_eq!(Trust::parse(&text).unwrap_err(), "has no key in line 3", "{wrong}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    assert!(Trust::read(&path).unwrap_err().to_string().contains("cannot be read"));
    std::fs::write(&path, "nonsense").unwrap();
    let error = Trust::read(&path).unwrap_err().to_string();
    assert!(error.contains("minisign -G") && error.contains("line 1"), "{error}");
    std::fs::write(&path, "#".repeat(LONGEST as usize + 1)).unwrap();
    assert!(Trust::read(&path).unwrap_err().to_string().contains("bytes"));
    std::fs::write(&path, line).unwrap();
    assert_eq!(Trust::read(&path).unwrap().ids().len(), 1);
}
