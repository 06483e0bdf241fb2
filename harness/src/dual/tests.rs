use super::dual;
use crate::format::{Bincode, Cbor, Codec, Json, MessagePack, Postcard};
use proptest::prelude::*;

type Value = (Option<u64>, Vec<String>, i8);

fn values() -> impl Strategy<Value = Value> {
    (any::<Option<u64>>(), proptest::collection::vec(".{0,9}", 0..5), any::<i8>())
}

fn both_are_read<New: Codec, Old: Codec>(tag: u8, value: &Value)
where
    Value: crate::Sendable<New>,
{
    let either = dual::<New, Old>().with_tag(tag);
    let (new, old) = (either.encode(value).unwrap(), Old::encode_to_vec(value).unwrap());
    assert!(either.is_new(&new) && !either.is_new(&old));
    assert_eq!(either.decode::<Value>(&new).as_ref(), Ok(value));
    assert_eq!(either.decode::<Value>(&old).as_ref(), Ok(value));
}

proptest! {
    #[test]
    fn old_and_new_values_are_read(value in values()) {
        // An `Option` begins with 0 or 1 in these.
        both_are_read::<Postcard, Bincode>(7, &value);
        both_are_read::<MessagePack, Postcard>(7, &value);
        both_are_read::<Bincode, Json>(0xC1, &value);
        both_are_read::<Cbor, MessagePack>(0xC1, &value);
        both_are_read::<Postcard, Cbor>(0xFF, &value);
    }

    /// Whatever the old bytes begin with: they are read as new ones only if they can be.
    #[test]
    fn old_bytes_that_begin_with_the_tag_are_read(number in any::<u32>()) {
        let old = Bincode::encode_to_vec(&number).unwrap();
        let either = dual::<Json, Bincode>().with_tag(old[0]);
        let is_json = Json::decode::<u32>(&old[1..]).is_ok();
        let read = either.decode::<u32>(&old).unwrap();
        prop_assert!(is_json || read == number);
    }

    #[test]
    fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        drop(dual::<Postcard, Bincode>().decode::<Value>(&bytes));
    }
}

#[test]
fn what_is_neither_names_both_formats() {
    let either = dual::<Json, Bincode>();
    let error = |bytes: &[u8]| either.decode::<Vec<u8>>(bytes).unwrap_err().to_string();
    assert!(error(b"").starts_with("without the tag 0xc1 it is bincode: "), "{}", error(b""));
    let tagged = error(b"\xC1{");
    assert!(tagged.starts_with("as json behind the tag: ") && tagged.contains("; as bincode: "), "{tagged}");
    assert_eq!(format!("{either:?}"), "Dual(json behind 0xc1, or bincode)");
}

#[test]
fn what_cannot_be_written_is_an_error() {
    assert!(dual::<Json, Bincode>().encode(&f64::NAN).is_err());
}
