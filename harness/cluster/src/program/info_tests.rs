use super::*;
use minisign::KeyPair;

fn signed() -> (ProgramInfo, KeyId) {
    let key = KeyPair::generate_unencrypted_keypair().unwrap();
    let signature = minisign::sign(Some(&key.pk), &key.sk, &b"x"[..], None, None).unwrap().into_string();
    let id = SignatureText::read(&signature).unwrap().by;
    (ProgramInfo { signature: Some(signature), ..ProgramInfo::of_tests() }, id)
}

#[test]
fn it_is_read_as_it_was_written_and_not_cut() {
    for info in [ProgramInfo::of_tests(), signed().0, ProgramInfo { glibc: None, ..ProgramInfo::of_tests() }]
    {
        let mut bytes = Vec::new();
        info.write(&mut bytes);
        assert_eq!(ProgramInfo::read(&bytes).as_ref(), Some(&info));
        assert!((0..bytes.len()).all(|end| ProgramInfo::read(&bytes[..end]).is_none()));
        bytes.push(0);
        assert_eq!(ProgramInfo::read(&bytes), None);
    }
}

#[test]
fn the_own_program_is_described() {
    let own = ProgramInfo::own(None).unwrap();
    assert_eq!(own.length, std::fs::metadata("/proc/self/exe").unwrap().len());
    assert_eq!((own.build, own.signature), (Digest::own().unwrap(), None));
    let missing = ProgramInfo::own(Some(Path::new("/does/not/exist"))).unwrap_err();
    assert!(missing.to_string().contains("the signature of this program, `/does/not/exist`"), "{missing}");
}

#[test]
fn a_node_objects_by_name_and_says_what_to_do() {
    let (program, key) = signed();
    let node = Beat { trusted: vec![key], glibc: Some(Glibc(2, 36)), ..Beat::of_tests() };
    assert_eq!(objection(&program, &node), None);
    let check = |program: &ProgramInfo, node: &Beat, texts: &[&str]| {
        let why = objection(program, node).unwrap();
        assert!(why.contains("the node one"), "{why}");
        texts.iter().for_each(|text| assert!(why.contains(text), "{text}: {why}"));
        // Its own build is run whatever else is said of it.
        assert_eq!(objection(program, &Beat { build: program.build, ..node.clone() }), None);
    };
    let triple = "mips-plan9".to_owned();
    check(&ProgramInfo { triple, ..program.clone() }, &node, &["mips-plan9", &node.triple]);
    let newer = ProgramInfo { glibc: Some(Glibc(2, 40)), ..program.clone() };
    check(&newer, &node, &["glibc 2.36", "glibc 2.40"]);
    check(&program, &Beat { glibc: None, ..node.clone() }, &["has no glibc"]);
    let closed = Beat { trusted: Vec::new(), ..node.clone() };
    check(&program, &closed, &["WIRECHECK_NODE_TRUST", &program.build.to_string(), &node.build.to_string()]);
    let unsigned = ProgramInfo { signature: None, ..program.clone() };
    check(&unsigned, &node, &["no signature", "minisign -S", &key.to_string()]);
    let odd = ProgramInfo { signature: Some("odd".to_owned()), ..program.clone() };
    check(&odd, &node, &["is not one of minisign"]);
    let others = Beat { trusted: vec![KeyId(1), KeyId(2)], ..node.clone() };
    check(&program, &others, &[&key.to_string(), "one of the keys 0000000000000001, 0000000000000002"]);
    check(&ProgramInfo { length: LONGEST + 1, ..program.clone() }, &node, &["strip"]);
}
