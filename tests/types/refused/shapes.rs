//! Do not compile with the derive: Structs and enums without attributes.

cases! { refused;
    mutual_without_a_word: A = [A { b: vec![B { a: None }] }] { struct A { b: Vec<B> } struct B { a: Option<Box<A>> } };
}
