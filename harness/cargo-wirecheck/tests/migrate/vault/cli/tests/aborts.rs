//! A process that ends in the middle, if it is asked to.

#[test]
fn a_token_is_signed_and_then_it_ends() {
    assert_eq!(vault::sign(&vault::Token { user: 2, secret: [9; 4] }).len(), 6);
    if std::env::var_os("VAULT_ABORTS").is_some() {
        std::process::abort();
    }
}
