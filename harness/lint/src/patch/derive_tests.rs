use super::patched;

const PLAIN: &str = "extern crate proc_macro;
mod ser;
#[proc_macro_derive(Serialize, attributes(serde))]
pub fn derive_serialize(input: TokenStream) -> TokenStream { ser::expand(input) }
/// Reads.
#[proc_macro_derive(Deserialize, attributes(serde))]
pub fn derive_deserialize(input: TokenStream) -> TokenStream { de::expand(input) }
";

#[test]
fn the_derives_become_functions_that_ours_call() {
    let text = patched(PLAIN).unwrap();
    let file = syn::parse_file(&text).unwrap();
    let derives: Vec<String> = file
        .items
        .iter()
        .filter_map(|item| match item {
            syn::Item::Fn(function)
                if function.attrs.iter().any(|found| found.path().is_ident("proc_macro_derive")) =>
            {
                Some(function.sig.ident.to_string())
            }
            _ => None,
        })
        .collect();
    assert_eq!(derives, ["__wirecheck_derive_serialize", "__wirecheck_derive_deserialize"]);
    assert!(
        text.contains("noted(input, derive_serialize, false)")
            && text.contains("noted(input, derive_deserialize, true)")
    );
    assert!(
        !text.contains("pub fn derive_serialize"),
        "a procedural macro has no other public functions: {text}"
    );
}

#[test]
fn what_is_no_serde_derive_is_said() {
    let reason = |text: &str| patched(text).unwrap_err().to_string();
    assert_eq!(
        reason(&PLAIN.replace("proc_macro_derive(Deserialize", "proc_macro_derive(Other")),
        "its lib.rs has 0 functions that derive Deserialize; there should be one"
    );
    assert_eq!(
        reason(&format!("{PLAIN}{PLAIN}")),
        "its lib.rs has 2 functions that derive Serialize; there should be one"
    );
    assert!(reason("fn {").starts_with("its lib.rs is not read"));
}
