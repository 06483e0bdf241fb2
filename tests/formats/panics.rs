//! bitcode's own panic is an error and is not printed. All other panics are, by the hook of the program.

use crate::support::refusal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::process::Command;
use wirecheck::{Bitcode, Codec};

/// Written in two shapes.
struct Either(bool);

impl Serialize for Either {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 { serializer.serialize_u8(1) } else { serializer.serialize_str("one") }
    }
}

/// Read in two shapes.
#[derive(Debug)]
struct AsEither;

impl<'de> Deserialize<'de> for AsEither {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use std::cell::Cell;
        thread_local! { static IS_FIRST: Cell<bool> = const { Cell::new(true) } }
        if IS_FIRST.replace(false) {
            u8::deserialize(deserializer).map(|_| Self)
        } else {
            String::deserialize(deserializer).map(|_| Self)
        }
    }
}

struct Panics;

impl Serialize for Panics {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        panic!("of the value itself")
    }
}

const IN_CHILD: &str = "WIRECHECK_TEST_BITCODE_PANICS";

#[test]
fn a_panic_of_bitcode_is_not_printed_and_others_are() {
    if std::env::var_os(IN_CHILD).is_some() {
        return in_child();
    }
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "--nocapture", "panics::a_panic_of_bitcode_is_not_printed_and_others_are"]);
    let output = child.env(IN_CHILD, "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let hooked: Vec<_> = said.lines().filter(|line| line.starts_with("hook: ")).collect();
    assert_eq!(
        hooked,
        ["hook: of the value itself", "hook: type changed", "hook: of another thread"],
        "{said}"
    );
    assert!(!said.contains("panicked at"), "{said}");
}

/// Every panic that is printed goes through the hook of the program.
fn in_child() {
    std::panic::set_hook(Box::new(|info| {
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().copied();
        let words =
            text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no text");
        std::io::Write::write_fmt(&mut std::io::stderr(), format_args!("hook: {words}\n")).unwrap();
    }));
    assert!(refusal::<Bitcode, _>(&vec![Either(true), Either(false)]).contains("another shape"));
    let bytes = Bitcode::encode_to_vec(&vec![1_u8, 2]).unwrap();
    let error = Bitcode::decode::<Vec<AsEither>>(&bytes).unwrap_err().to_string();
    assert!(error.contains("another shape"), "{error}");
    let panics = |code: fn()| assert!(std::panic::catch_unwind(code).is_err());
    panics(|| drop(Bitcode::encode_to_vec(&vec![Panics])));
    // The same words, and not bitcode's.
    panics(|| panic!("type changed"));
    assert!(std::thread::spawn(|| panic!("of another thread")).join().is_err());
}
