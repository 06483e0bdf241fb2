//! Do not compile with the derive: Maps by what their keys are.

cases! { refused;
    through_text: BTreeMap<N, u8> = [map([(N(1), 2)])] { #[derive(Eq, PartialOrd, Ord)] #[serde(from = "String", into = "String")] struct N(u8); } and {
        impl From<String> for N {
            fn from(text: String) -> Self {
                Self(text.len() as u8)
            }
        }
        impl From<N> for String {
            fn from(n: N) -> Self {
                "x".repeat(n.0.into())
            }
        }
    };
}
