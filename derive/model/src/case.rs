//! serde's `rename_all`.

/// A field (`snake_case`) in the case of the rule; unknown rules are serde's to refuse.
pub(crate) fn field(name: &str, rule: &str) -> String {
    match rule {
        "UPPERCASE" | "SCREAMING_SNAKE_CASE" => name.to_ascii_uppercase(),
        "kebab-case" => name.replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => name.to_ascii_uppercase().replace('_', "-"),
        "PascalCase" => pascal(name),
        "camelCase" => lower_first(&pascal(name)),
        _ => name.to_owned(),
    }
}

/// A variant (`PascalCase`) in the case of the rule.
pub(crate) fn variant(name: &str, rule: &str) -> String {
    match rule {
        "lowercase" => name.to_ascii_lowercase(),
        "UPPERCASE" => name.to_ascii_uppercase(),
        "camelCase" => lower_first(name),
        "snake_case" => snake(name),
        "SCREAMING_SNAKE_CASE" => snake(name).to_ascii_uppercase(),
        "kebab-case" => snake(name).replace('_', "-"),
        "SCREAMING-KEBAB-CASE" => snake(name).to_ascii_uppercase().replace('_', "-"),
        _ => name.to_owned(),
    }
}

fn pascal(name: &str) -> String {
    let mut up = true;
    let mut out = String::new();
    for c in name.chars() {
        if c == '_' {
            up = true;
        } else if up {
            out.push(c.to_ascii_uppercase());
            up = false;
        } else {
            out.push(c);
        }
    }
    out
}

fn lower_first(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| std::iter::once(first.to_ascii_lowercase()).chain(chars).collect())
        .unwrap_or_default()
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.char_indices() {
        if at > 0 && c.is_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn cases_are_serdes() {
        assert_eq!(super::field("first_name", "camelCase"), "firstName");
        assert_eq!(super::field("first_name", "SCREAMING-KEBAB-CASE"), "FIRST-NAME");
        assert_eq!(super::variant("FirstName", "snake_case"), "first_name");
        assert_eq!(super::variant("FirstName", "camelCase"), "firstName");
    }
}
