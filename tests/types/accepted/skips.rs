//! `skip` and its halves, on fields and variants; what is absent here and there.

cases! { accepted;
    skip_phantom: A = [A { a: 1, b: PhantomData }] { struct A { a: u8, #[serde(skip)] b: PhantomData<u8> } };
    skip_in_newtype: A = [A(1)] { struct A(#[serde(skip)] u8); };
    skip_nothing: A = [A { a: 1, b: () }] { struct A { a: u8, #[serde(skip)] b: () } };
    variant_skip_first: E = [E::B, E::C(1)] { #[allow(dead_code)] enum E { #[serde(skip)] A, B, C(u8) } };
    variant_skip_middle: E = [E::A, E::C(1)] { #[allow(dead_code)] enum E { A, #[serde(skip)] B, C(u8) } };
    variant_skip_last: E = [E::A, E::B(1)] { #[allow(dead_code)] enum E { A, B(u8), #[serde(skip)] C } };
    variant_skip_last_sent: E = [E::A, E::C] { enum E { A, #[serde(skip)] C } };
    variant_skip_serializing: E = [E::A, E::B] { enum E { #[serde(skip_serializing)] A, B } };
    variant_skip_tagged: E = [E::B { b: 1 }, E::C] { #[allow(dead_code)] #[serde(tag = "t")] enum E { #[serde(skip)] A, B { b: u8 }, C } };
    variant_skip_of_unsendable: E = [E::B(1)] { #[allow(dead_code)] enum E { B(u8), #[serde(skip)] A(std::time::Instant) } };
}
