//! Values as deep as a format reads, and deeper.

cases! { accepted;
    boxed_list_20: A = [chain(20)] { struct A { next: Option<Box<A>> } } and { fn chain(n: usize) -> A { (0..n).fold(A { next: None }, |next, _| A { next: Some(Box::new(next)) }) } };
    boxed_list_70: A = [chain(70)] { struct A { next: Option<Box<A>> } } and { fn chain(n: usize) -> A { (0..n).fold(A { next: None }, |next, _| A { next: Some(Box::new(next)) }) } };
    boxed_list: A = [chain(1), chain(126), chain(127), chain(128), chain(1000)] { struct A { next: Option<Box<A>> } } and { fn chain(n: usize) -> A { (0..n).fold(A { next: None }, |next, _| A { next: Some(Box::new(next)) }) } };
    list_tree: A = [chain(1), chain(63), chain(64), chain(130), chain(1000)] { struct A { kids: Vec<A> } } and { fn chain(n: usize) -> A { (0..n).fold(A { kids: vec![] }, |kid, _| A { kids: vec![kid] }) } };
    newtype_tree: A = [chain(1), chain(60), chain(127), chain(128), chain(1000)] { struct A(Vec<A>); } and { fn chain(n: usize) -> A { (0..n).fold(A(vec![]), |kid, _| A(vec![kid])) } };
    map_tree: A = [chain(1), chain(50), chain(64), chain(128), chain(1000)] { struct A { m: BTreeMap<String, A> } } and { fn chain(n: usize) -> A { (0..n).fold(A { m: map([]) }, |kid, _| A { m: map([(s("k"), kid)]) }) } };
    expression: E = [chain(1), chain(50), chain(60), chain(128), chain(1000)] { enum E { N(u8), Neg(Box<E>) } } and { fn chain(n: usize) -> E { (0..n).fold(E::N(1), |e, _| E::Neg(Box::new(e))) } };
    tuple_expression: E = [chain(1), chain(40), chain(60), chain(128), chain(1000)] { enum E { N(u8), Add(Box<E>, u8) } } and { fn chain(n: usize) -> E { (0..n).fold(E::N(1), |e, _| E::Add(Box::new(e), 2)) } };
    struct_expression: E = [chain(1), chain(40), chain(60), chain(128), chain(1000)] { enum E { N { v: u8 }, Neg { of: Box<E> } } } and { fn chain(n: usize) -> E { (0..n).fold(E::N { v: 1 }, |e, _| E::Neg { of: Box::new(e) }) } };
    internal_expression: E = [chain(1), chain(40), chain(60), chain(128), chain(1000)] { #[serde(tag = "t")] enum E { N { v: u8 }, Neg { of: Box<E> } } } and { fn chain(n: usize) -> E { (0..n).fold(E::N { v: 1 }, |e, _| E::Neg { of: Box::new(e) }) } };
    adjacent_expression: E = [chain(1), chain(40), chain(60), chain(128), chain(1000)] { #[serde(tag = "t", content = "c")] enum E { N(u8), Neg(Box<E>) } } and { fn chain(n: usize) -> E { (0..n).fold(E::N(1), |e, _| E::Neg(Box::new(e))) } };
    flat_list: A = [chain(1), chain(40), chain(60), chain(128), chain(1000)] { struct A { a: u8, #[serde(flatten)] b: B } struct B { #[sendable(recursive)] kids: Vec<A> } } and { fn chain(n: usize) -> A { (0..n).fold(A { a: 1, b: B { kids: vec![] } }, |kid, _| A { a: 1, b: B { kids: vec![kid] } }) } };
    very_deep: A = [chain(1), chain(10_000)] { struct A { next: Option<Box<A>> } } and { fn chain(n: usize) -> A { (0..n).fold(A { next: None }, |next, _| A { next: Some(Box::new(next)) }) } };
    deepest: A = [chain(1), chain(200_000)] same(|a, b| depth(a) == depth(b)) { } raw { pub struct A { next: Option<Box<A>> } } and {
        // What is this deep cannot be cloned, compared, printed or dropped by what is derived.
        fn chain(n: usize) -> A {
            (0..n).fold(A { next: None }, |next, _| A { next: Some(Box::new(next)) })
        }
        fn depth(a: &A) -> usize {
            std::iter::successors(Some(a), |a| a.next.as_deref()).count()
        }
        impl Clone for A {
            fn clone(&self) -> Self {
                chain(depth(self) - 1)
            }
        }
        impl Debug for A {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{} deep", depth(self))
            }
        }
        impl Drop for A {
            fn drop(&mut self) {
                let mut next = self.next.take();
                while let Some(mut a) = next {
                    next = a.next.take();
                }
            }
        }
    };
}
