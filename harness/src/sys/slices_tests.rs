//! Lists of numbers by their type, and their bytes at any address.

use super::{is_vec, list_bytes, list_from_bytes};

#[test]
fn lists_of_numbers_are_seen_and_nothing_else() {
    let numbers = vec![1.5_f64, -2.0];
    let bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_ne_bytes()).collect();
    assert_eq!(list_bytes(&&numbers), Some((2, &bytes[..])));
    assert_eq!(list_bytes(&&numbers[..]), Some((2, &bytes[..])));
    assert_eq!(list_bytes(&&[-1_i8, 2][..]), Some((2, &[255, 2][..])));
    assert_eq!(list_bytes(&&Vec::<f32>::new()), Some((0, &[][..])));
    assert_eq!(list_bytes(&numbers), None, "not a borrow");
    assert_eq!(list_bytes(&&&numbers), None, "a borrow of a borrow");
    assert_eq!(list_bytes(&&vec![1_u16]), None, "not as in memory");
    assert_eq!(list_bytes(&&[1.0_f64, 2.0]), None, "an array");
    assert_eq!(list_bytes(&&vec![true]), None);
    assert_eq!(list_bytes(&numbers.iter()), None);
}

#[test]
fn numbers_are_read_at_any_address() {
    // More than a large page as well.
    for count in [0, 1, 3, 700_000] {
        let numbers: Vec<f64> = (0..count).map(|at| f64::from(at) / 7.0).collect();
        let list = &numbers;
        let (_, bytes) = list_bytes(&list).unwrap();
        for before in 0..9 {
            let moved = [&vec![0; before][..], bytes].concat();
            assert_eq!(list_from_bytes::<Vec<f64>>(&moved[before..]).as_ref(), Some(&numbers));
        }
        assert_eq!(list_from_bytes::<Vec<u8>>(bytes).as_deref(), Some(bytes));
    }
    assert_eq!(list_from_bytes::<Box<[f64]>>(&[]), None);
    assert_eq!(list_from_bytes::<Vec<u64>>(&[0; 8]), None);
    assert!(is_vec::<Vec<f32>, f32>() && !is_vec::<Vec<f32>, f64>());
}
