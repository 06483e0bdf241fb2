//! A process that ends well.

#[test]
fn a_token_is_signed() {
    assert_eq!(vault::sign(&vault::Token { user: 1, secret: [0; 4] }).len(), 6);
}
