//! arrayvec, bytes, either, indexmap, ndarray, smallvec.

use crate::{and, random};
use arrayvec::{ArrayString, ArrayVec};
use bytes::{Bytes, BytesMut};
use either::Either;
use indexmap::{IndexMap, IndexSet};
use ndarray::{Array0, Array1, Array2, ArrayD, Axis, Ix0, Ix2, IxDyn, arr0, arr1, arr2};
use proptest::collection::vec;
use proptest::prelude::any;
use smallvec::{SmallVec, smallvec};
use wirecheck::{Bincode, Json, Sendable, probe};
use wirecheck_tests_foreign::{Verdicts, types};

/// Something within is read as `()`.
const WITHOUT_UNITS: Verdicts = Verdicts::VALUE.buffered_if("BufferedUnits");
/// Something within is an empty shape.
const WITHOUT_EMPTY_SHAPES: Verdicts = Verdicts::VALUE.buffered_if("BufferedEmptyShapes");

types! {
    array_vec: ArrayVec<Option<u8>, 3> = [ArrayVec::new(), [None, Some(2), None].into()] => Verdicts::VALUE;
    array_vec_of_nothing: ArrayVec<u8, 0> = [ArrayVec::new()] => Verdicts::VALUE;
    array_string: ArrayString<4> = [ArrayString::new(), ArrayString::from("abcd").unwrap(), ArrayString::from("é").unwrap()]
        => Verdicts::TEXT;
    bytes: Bytes = and(
        vec![Bytes::new(), Bytes::from_static(b"text"), vec![b'a'; 70_000].into()],
        random(vec(any::<u8>(), 0..40)).into_iter().map(Bytes::from).collect(),
    ) => Verdicts::VALUE;
    bytes_mut: BytesMut = [BytesMut::new(), BytesMut::from(&b"\x80ab"[..])] => Verdicts::VALUE;
    either: Either<u8, String> = [Either::Left(1), Either::Right("a".to_owned())] => Verdicts::VALUE;
    either_of_nulls: Either<(), Option<u8>> = [Either::Left(()), Either::Right(None), Either::Right(Some(1))]
        => WITHOUT_UNITS;
    // `==` does not ask for the order.
    index_map: IndexMap<String, u8> = [IndexMap::new(), [("b", 1), ("a", 2), ("", 3)].map(|(k, v)| (k.to_owned(), v)).into()]
        => Verdicts::VALUE, same as |a, b| a.iter().eq(b);
    index_map_by_number: IndexMap<u32, Option<u8>> = [IndexMap::new(), [(9, None), (1, Some(2))].into()]
        => Verdicts::VALUE.buffered_if("NumberKeys"), same as |a, b| a.iter().eq(b);
    index_map_by_value: IndexMap<(u8, u8), u8> = [[((1, 2), 3)].into()] => Verdicts::VALUE.plain_if("AnyMapKey").buffered_if("NumberKeys");
    index_set: IndexSet<String> = [IndexSet::new(), ["b".to_owned(), "a".to_owned()].into()]
        => Verdicts::VALUE, same as |a, b| a.iter().eq(b);
    array_of_no_dimension: Array0<u8> = [arr0(5)] => WITHOUT_EMPTY_SHAPES;
    array_of_one: Array1<f32> = [arr1(&[]), arr1(&[1.5, -0.0])] => Verdicts::VALUE;
    array_of_units: Array1<()> = [Array1::from_elem(3, ())] => WITHOUT_UNITS;
    array_of_two: Array2<u16> = [numbers(), numbers().reversed_axes(), backwards(), Array2::zeros((0, 3)), Array2::zeros((3, 0))]
        => Verdicts::VALUE;
    array_of_any: ArrayD<u8> = [ArrayD::zeros(IxDyn(&[])), ArrayD::zeros(IxDyn(&[2, 0, 1])), ArrayD::ones(IxDyn(&[2, 1, 1, 1, 2, 1]))]
        => Verdicts::VALUE;
    dimensions: Ix2 = [Ix2(3, 4), Ix2(0, 0)] => Verdicts::VALUE;
    no_dimensions: Ix0 = [Ix0()] => WITHOUT_EMPTY_SHAPES;
    any_dimensions: IxDyn = [IxDyn(&[]), IxDyn(&[1, 2])] => Verdicts::VALUE;
    small_vec: SmallVec<[Option<String>; 1]> = [SmallVec::new(), smallvec![None], smallvec![None, Some(String::new()), None]]
        => Verdicts::VALUE;
    small_vec_of_units: SmallVec<[(); 4]> = [SmallVec::new(), smallvec![(), ()]] => WITHOUT_UNITS;
}

fn numbers() -> Array2<u16> {
    arr2(&[[1, 2, 3], [4, 5, 6]])
}

fn backwards() -> Array2<u16> {
    let mut numbers = numbers();
    numbers.invert_axis(Axis(0));
    numbers
}

#[test]
fn what_is_inside_is_asked_about() {
    type Lock = std::sync::Mutex<u8>;
    assert!(!probe!(ArrayVec<Lock, 1>: Sendable<Bincode>));
    assert!(!probe!(SmallVec<[Lock; 1]>: Sendable<Bincode>));
    assert!(!probe!(Either<u8, Lock>: Sendable<Bincode>));
    assert!(!probe!(IndexMap<u8, Lock>: Sendable<Bincode>));
    assert!(!probe!(Array1<Lock>: Sendable<Bincode>));
    assert!(!probe!(Array1<Option<Option<u8>>>: Sendable<Json>));
    assert!(probe!(Array1<Option<Option<u8>>>: Sendable<Bincode>));
}
