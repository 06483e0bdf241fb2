use super::super::make::LARGE;
use super::super::support::{alone, inode, mappings, region};
use super::super::{Sending, has_mentions, take_mentions};
use super::*;
use crate::format::{AnyFormat, Bincode, Buffered, Codec, Json};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

fn encode<F: Codec, T: Serialize>(value: &T) -> Vec<u8> {
    F::encode_to_vec(value).expect("encoded")
}

fn counted(len: usize) -> Shared<[u64]> {
    Shared::build(len, |values| (0..).zip(values).for_each(|(n, to)| *to = n)).expect("made")
}

fn travels<F: Codec>() {
    let _sending = Sending::start();
    for len in [3, LARGE] {
        let value = counted(len);
        let bytes = encode::<F, _>(&value);
        assert!(bytes.len() < 100);
        assert!(has_mentions());
        assert!(Arc::ptr_eq(&take_mentions()[0], region(&value)));
        let back: Shared<[u64]> = F::decode(&bytes).expect("decoded");
        assert_eq!((back.as_ptr(), back.len()), (value.as_ptr(), value.len()));
        assert_eq!(mappings(inode(region(&value))).len(), 1);

        let slice = value.slice(1..3).expect("within");
        let back: Shared<[u64]> = F::decode(&encode::<F, _>(&slice)).expect("decoded");
        assert_eq!(back.as_ptr(), &raw const value[1]);
        assert_eq!(*back, [1, 2]);
        assert_eq!(take_mentions().len(), 1);
    }
    let nothing: (Shared<[f64]>, Shared<[()]>) =
        (Shared::copy_of(&[]).expect("made"), Shared::copy_of(&[(); 9]).expect("made"));
    assert_eq!(
        F::decode::<(Shared<[f64]>, Shared<[()]>)>(&encode::<F, _>(&nothing)).expect("decoded"),
        nothing
    );
    assert!(!has_mentions());

    type Nested = BTreeMap<String, Vec<Option<Shared<[u8]>>>>;
    let text = |text: &str| Some(Shared::copy_of(text.as_bytes()).expect("made"));
    let nested =
        Nested::from([("a".to_owned(), vec![None, text("x"), text("yz")]), ("b".to_owned(), vec![])]);
    assert_eq!(F::decode::<Nested>(&encode::<F, _>(&nested)).expect("decoded"), nested);
    assert_eq!(take_mentions().len(), 1);
}

#[test]
fn it_travels_in_every_format() {
    macro_rules! in_each {
        ([] $($Format:ident { name: $name:literal, $($row:tt)* })*) => {$(
            #[cfg(feature = $name)]
            travels::<crate::format::$Format>();
        )*};
    }
    let _alone = alone();
    wirecheck_rules::formats!(in_each);
}

#[cfg(feature = "json")]
#[test]
fn it_travels_through_serdes_buffer() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Values(Shared<[u64]>),
    }
    let _alone = alone();
    let _sending = Sending::start();
    let value = Either::Values(counted(5));
    assert_eq!(Json::decode::<Either>(&encode::<Json, _>(&value)).expect("decoded"), value);
}

#[test]
fn it_is_sendable_where_handles_are_passed() {
    #[derive(Clone, Copy, Default)]
    struct OnDisk;
    impl Format for OnDisk {
        const NAME: &'static str = "on-disk";
        type InBuffer = Buffered<Self>;
    }
    assert!(crate::probe!(Shared<[f64]>: Sendable<Bincode>));
    assert!(crate::probe!(Shared<[f64]>: Sendable<AnyFormat>));
    assert!(crate::probe!(Shared<[f64]>: Sendable<Buffered<Json>>));
    assert!(crate::probe!(Option<Shared<[[u8; 3]]>>: Sendable<Json>));
    assert!(!crate::probe!(Shared<[f64]>: Sendable<OnDisk>));
    assert!(!crate::probe!(Shared<[String]>: Sendable<Bincode>));
    assert!(!crate::probe!(BTreeMap<Shared<[u8]>, u8>: Sendable<Json>));
    assert!(crate::probe!(BTreeMap<Shared<[u8]>, u8>: Sendable<Bincode>));
}

#[test]
fn it_is_not_written_anywhere_else() {
    let _alone = alone();
    for len in [0, 3] {
        let error = Bincode::encode_to_vec(&counted(len)).expect_err("refused");
        assert!(
            error.to_string().contains("can only be serialized when it is sent to or from a worker"),
            "{error}"
        );
    }
    let sending = Sending::start();
    encode::<Bincode, _>(&counted(3));
    drop(sending);
    assert!(Bincode::encode_to_vec(&counted(3)).is_err());
}

fn refusal<T: Plain>(handle: Handle) -> String {
    let error = Bincode::decode::<Shared<[T]>>(&encode::<Bincode, _>(&handle)).err().expect("refused");
    error.to_string()
}

#[test]
fn a_handle_that_is_not_right_says_why() {
    let _alone = alone();
    let value = counted(LARGE);
    let id = region(&value).id();
    let of_u64 = layout::<u64>();
    assert!(refusal::<u64>((id ^ 1 << 40, 0, 1, of_u64)).contains("no shared memory with the number"));
    assert!(refusal::<u64>((id, 4, 1, of_u64)).contains("not aligned"));
    assert!(refusal::<u64>((id, 0, LARGE as u64 * 2, of_u64)).contains("points outside of"));
    assert!(refusal::<u64>((id, u64::MAX, u64::MAX, of_u64)).contains("points outside of"));
    assert!(refusal::<u64>((0, 0, 1, of_u64)).contains("points outside of"));
    let error = refusal::<u32>((id, 0, 1, of_u64));
    assert!(error.contains("of 8 bytes aligned to 8, but values of 4 bytes aligned to 4"), "{error}");
    drop(value);
    assert!(refusal::<u64>((id, 0, 1, of_u64)).contains("no shared memory with the number"));
}

#[test]
fn another_mapping_of_the_memory_is_read_alike() {
    let _alone = alone();
    for len in [10, LARGE] {
        let value = counted(len);
        let made = region(&value);
        // As another process would: by a number that is not known here. The lowest bit is what kind of memory it is.
        let id = made.id().rotate_left(32) & !1 | made.id() & 1;
        let file = made.file().try_clone_to_owned().expect("a copy");
        let adopted = Region::adopt(id, file).expect("adopted");
        assert!(!Arc::ptr_eq(&adopted, made));
        let handle: Handle = (id, value.view.offset(made.memory()) as u64, len as u64, layout::<u64>());
        let there: Shared<[u64]> = Bincode::decode(&encode::<Bincode, _>(&handle)).expect("decoded");
        assert_eq!(there, value);
        assert_ne!(there.as_ptr(), value.as_ptr());
        // It is passed on as what it came as.
        let _sending = Sending::start();
        assert_eq!(encode::<Bincode, _>(&there), encode::<Bincode, _>(&handle));
        assert!(Arc::ptr_eq(&take_mentions()[0], &adopted));
    }
}

/// A number near one of these, or any.
fn near(marks: Vec<u64>) -> impl Strategy<Value = u64> {
    let close = (prop::sample::select(marks), -9..=9_i64);
    prop_oneof![4 => close.prop_map(|(mark, by)| mark.wrapping_add_signed(by)), 1 => any::<u64>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn hostile_handles_never_lead_out_of_the_memory(
        which in 0..4_usize,
        stray in any::<u64>(),
        offset in near(vec![0, 64, 64 + 8 * 9, LARGE as u64, 4 << 20, u64::MAX]),
        len in near(vec![0, 9, LARGE as u64 / 8, (4 << 20) / 8, u64::MAX / 8, u64::MAX]),
        written in prop_oneof![9 => Just(layout::<u64>()), 1 => any::<u64>()],
    ) {
        let _alone = alone();
        static LARGE_ONE: LazyLock<Shared<[u64]>> = LazyLock::new(|| counted(LARGE / 8));
        let small = counted(9);
        let id = [region(&LARGE_ONE).id(), region(&small).id(), 0, stray][which];
        let last = small.view.offset(region(&small).memory()) + 8 * 9;
        let (begin, end) = [(0, LARGE), (64, last), (0, 0), (0, 0)][which];
        let within = offset >= begin && len.checked_mul(8).and_then(|bytes| bytes.checked_add(offset))
            .is_some_and(|last| last <= end as u64);
        let is_right = written == layout::<u64>() && within && offset % 8 == 0 && which != 3;
        let decoded = Bincode::decode::<Shared<[u64]>>(&encode::<Bincode, _>(&(id, offset, len, written)));
        prop_assert_eq!(decoded.is_ok(), is_right, "{:?}", decoded.err());
        if let Ok(value) = decoded {
            prop_assert_eq!(value.len() as u64, len);
            prop_assert_eq!(value.iter().filter(|at| **at < LARGE as u64).count() as u64, len);
        }
    }

    #[test]
    fn hostile_bytes_are_an_error_or_a_value(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        if let Ok(value) = Bincode::decode::<Shared<[u64]>>(&bytes) {
            prop_assert!(value.is_empty());
        }
    }
}
