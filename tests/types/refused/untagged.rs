//! Do not compile with the derive: `untagged` on enums and variants, disjoint and overlapping; `other`.

cases! { refused;
    wide_number: E = [E::A(1), E::B(s("x"))] { #[serde(untagged)] enum E { A(u128), B(String) }  };
}
