// Put into a copy of serde_derive, as a module; it is compiled with any edition, and knows nothing of syn.
//
// Each derive writes what it always writes, and next to it:
// - a static with the input: its tokens, each in the column that it has in its file, and which line comes from where;
// - a call of an empty function whose type arguments are the type and those of its fields. Its symbol is the note: nothing
//   runs, and nothing is asked of the types. It stands in the derived method, where the parameters of the type are known, or
//   if the type has none, in a function of its own.

use proc_macro::{Delimiter, Group, Ident, Literal, Span, TokenStream, TokenTree};

type Derive = fn(TokenStream) -> TokenStream;

pub fn noted(input: TokenStream, derive: Derive, is_read: bool) -> TokenStream {
    let item = match Item::new(&input) {
        Some(item) => item,
        None => return derive(input),
    };
    let mut layout = Layout::default();
    layout.all(input.clone());
    let id = layout.id(is_read);
    let record = layout.record(&item, id, is_read);
    let output = derive(input);
    let mut noted = if item.has_parameters {
        let call = note(item.parts(None), Ident::new("Self", Span::call_site()).into(), id);
        let mut found = 0;
        let method = if is_read { "deserialize" } else { "serialize" };
        let noted = in_method(output.clone(), method, &call, &mut found);
        if found != 1 && !output.to_string().contains("compile_error") {
            return code(&format!(
                "::core::compile_error! {{ \"wirecheck: {} methods `{}` in what serde_derive {} writes; there should be one\" }}",
                found,
                method,
                env!("CARGO_PKG_VERSION")
            ));
        }
        noted
    } else {
        output
    };
    let mut inner = code(&format!("#[used] static __WIRECHECK_SOURCE: [u8; {}] = *", record.len()));
    inner.extend(Some(TokenTree::from(Literal::byte_string(&record))));
    inner.extend(code(";"));
    if !item.has_parameters {
        let this = item.this();
        inner.extend(code("fn __wirecheck_lone"));
        inner.extend(item.generics.clone());
        inner.extend(code("()"));
        inner.extend(item.bounds.clone());
        let body = note(item.parts(Some(&this)), group(Delimiter::None, this.clone()), id);
        inner.extend(Some(group(Delimiter::Brace, body)));
        inner.extend(code("#[used] static __WIRECHECK_LONE: fn() = __wirecheck_lone;"));
    }
    noted.extend(code("const _: () = "));
    noted.extend(Some(group(Delimiter::Brace, inner)));
    noted.extend(code(";"));
    noted
}

fn code(text: &str) -> TokenStream {
    text.parse().expect("the text of wirecheck is Rust")
}

fn group(delimiter: Delimiter, tokens: TokenStream) -> TokenTree {
    TokenTree::from(Group::new(delimiter, tokens))
}

/// The empty function, and the call of it: the type, its fields, the types that its attributes name, and the input.
fn note(parts: (TokenStream, TokenStream), this: TokenTree, id: u64) -> TokenStream {
    // Nothing needs to be in scope, and in the edition of 2015 a path cannot begin at `core`.
    let mut inner = code(
        "extern crate core as __wirecheck_core; \
         fn __wirecheck_note<T: ?__wirecheck_core::marker::Sized, F, C, const SOURCE: u64>() {} __wirecheck_note::<",
    );
    inner.extend(Some(this));
    inner.extend(code(","));
    inner.extend(Some(group(Delimiter::Parenthesis, parts.0)));
    inner.extend(code(","));
    inner.extend(Some(group(Delimiter::Parenthesis, parts.1)));
    inner.extend(code(&format!(", {}u64>();", id)));
    let mut block = TokenStream::new();
    block.extend(Some(group(Delimiter::Brace, inner)));
    block
}

/// Puts the call in front of what the method does.
fn in_method(tokens: TokenStream, method: &str, call: &TokenStream, found: &mut usize) -> TokenStream {
    let mut is_fn = false;
    let mut is_here = false;
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Group(inner) => {
                let stream = if is_here && inner.delimiter() == Delimiter::Brace {
                    is_here = false;
                    *found += 1;
                    let mut body = call.clone();
                    body.extend(inner.stream());
                    body
                } else {
                    in_method(inner.stream(), method, call, found)
                };
                let mut changed = Group::new(inner.delimiter(), stream);
                changed.set_span(inner.span());
                TokenTree::from(changed)
            }
            TokenTree::Ident(word) => {
                let text = word.to_string();
                is_here |= is_fn && text == method;
                is_fn = text == "fn";
                TokenTree::from(word)
            }
            other => other,
        })
        .collect()
}

/// What has to be known of the type: no more than where its fields are.
struct Item {
    name: Ident,
    /// With their brackets.
    generics: TokenStream,
    lifetimes: Vec<String>,
    /// Types or constants.
    has_parameters: bool,
    bounds: TokenStream,
    is_enum: bool,
    /// The types of the fields: of a struct, or of each variant.
    fields: Vec<Vec<TokenStream>>,
    /// The word of the attribute and the type in it.
    converted: Vec<(&'static str, TokenStream)>,
}

impl Item {
    fn new(input: &TokenStream) -> Option<Item> {
        let tokens: Vec<TokenTree> = input.clone().into_iter().collect();
        let start = tokens.iter().position(|token| is_word(token, "struct") || is_word(token, "enum"))?;
        let is_enum = is_word(&tokens[start], "enum");
        let name = match flat(tokens.get(start + 1)?) {
            TokenTree::Ident(name) => name,
            _ => return None,
        };
        let mut at = start + 2;
        let mut parameters = Vec::new();
        if tokens.get(at).map_or(false, |token| is_punct(token, '<')) {
            let end = at + closing(&tokens[at..])?;
            parameters = tokens[at + 1..end].to_vec();
            at = end + 1;
        }
        let rest = &tokens[at..];
        let (body, bounds): (Option<&Group>, &[TokenTree]) = match rest.first() {
            Some(TokenTree::Group(fields)) if fields.delimiter() == Delimiter::Parenthesis => {
                (Some(fields), &rest[1..])
            }
            _ => match rest.last() {
                Some(TokenTree::Group(fields)) if fields.delimiter() == Delimiter::Brace => {
                    (Some(fields), &rest[..rest.len() - 1])
                }
                _ => (None, rest),
            },
        };
        let bounds = bounds.iter().filter(|token| !is_punct(token, ';')).cloned().collect();
        let fields = match body {
            Some(body) if is_enum => variants(body),
            Some(body) => vec![fields_of(body)],
            None => vec![Vec::new()],
        };
        let mut lifetimes = Vec::new();
        let mut has_parameters = false;
        for parameter in split(&parameters) {
            let parameter = without_attributes(&parameter);
            match (parameter.first(), parameter.get(1)) {
                (Some(TokenTree::Punct(tick)), Some(name)) if tick.as_char() == '\'' => lifetimes.push(name.to_string()),
                (Some(_), _) => has_parameters = true,
                (None, _) => (),
            }
        }
        let mut generics = TokenStream::new();
        if !lifetimes.is_empty() {
            generics.extend(code("<"));
            generics.extend(parameters);
            generics.extend(code(">"));
        }
        Some(Item { name, generics, lifetimes, has_parameters, bounds, is_enum, fields, converted: converted(&tokens[..start]) })
    }

    /// The type with its lifetimes; it has no other parameters.
    fn this(&self) -> TokenStream {
        let mut this = TokenStream::from(TokenTree::from(self.name.clone()));
        if !self.lifetimes.is_empty() {
            let all: Vec<String> = self.lifetimes.iter().map(|name| format!("'{}", name)).collect();
            this.extend(code(&format!("<{}>", all.join(", "))));
        }
        this
    }

    /// Pointers to the fields, so that types without a size are allowed, and those to the types of attributes.
    fn parts(&self, this: Option<&TokenStream>) -> (TokenStream, TokenStream) {
        let all = |types: Vec<&TokenStream>| -> TokenStream {
            let mut parts = TokenStream::new();
            for one in types {
                let one = match this {
                    Some(this) => with_self(one.clone(), this),
                    None => one.clone(),
                };
                parts.extend(code("*const"));
                parts.extend(Some(group(Delimiter::Parenthesis, one)));
                parts.extend(code(","));
            }
            parts
        };
        (
            all(self.fields.iter().flat_map(|fields| fields.iter()).collect()),
            all(self.converted.iter().map(|(_, one)| one).collect()),
        )
    }
}

/// Outside of the impl there is no `Self`.
fn with_self(tokens: TokenStream, this: &TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ref word) if word.to_string() == "Self" => group(Delimiter::None, this.clone()),
            TokenTree::Group(inner) => group(inner.delimiter(), with_self(inner.stream(), this)),
            other => other,
        })
        .collect()
}

/// Macros put what they capture into groups that nobody sees.
fn flat(token: &TokenTree) -> TokenTree {
    match token {
        TokenTree::Group(inner) if inner.delimiter() == Delimiter::None => {
            let mut tokens = inner.stream().into_iter();
            match (tokens.next(), tokens.next()) {
                (Some(only), None) => flat(&only),
                _ => token.clone(),
            }
        }
        _ => token.clone(),
    }
}

fn flat_all(tokens: TokenStream, into: &mut Vec<TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Group(ref inner) if inner.delimiter() == Delimiter::None => flat_all(inner.stream(), into),
            _ => into.push(token),
        }
    }
}

fn is_punct(token: &TokenTree, which: char) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == which,
        _ => false,
    }
}

fn is_word(token: &TokenTree, which: &str) -> bool {
    match token {
        TokenTree::Ident(word) => word.to_string() == which,
        _ => false,
    }
}

/// The index of the `>` for the `<` that is the first.
fn closing(tokens: &[TokenTree]) -> Option<usize> {
    let mut depth = 0;
    let mut is_arrow = false;
    for (index, token) in tokens.iter().enumerate() {
        if is_punct(token, '<') {
            depth += 1;
        } else if is_punct(token, '>') && !is_arrow {
            depth -= 1;
            if depth == 0 {
                return Some(index);
            }
        }
        is_arrow = is_punct(token, '-');
    }
    None
}

/// What stands between commas, outside of angle brackets.
fn split(tokens: &[TokenTree]) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    let mut depth = 0;
    let mut is_arrow = false;
    for token in tokens {
        if is_punct(token, '<') {
            depth += 1;
        } else if is_punct(token, '>') && !is_arrow {
            depth -= 1;
        }
        is_arrow = is_punct(token, '-');
        if depth == 0 && is_punct(token, ',') {
            parts.push(Vec::new());
        } else if let Some(last) = parts.last_mut() {
            last.push(token.clone());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn without_attributes(tokens: &[TokenTree]) -> &[TokenTree] {
    let mut rest = tokens;
    while rest.len() > 1 && is_punct(&rest[0], '#') {
        rest = &rest[2..];
    }
    rest
}

fn without_visibility(tokens: &[TokenTree]) -> &[TokenTree] {
    match tokens.first() {
        Some(TokenTree::Group(inner)) if inner.delimiter() == Delimiter::None && tokens.len() > 1 => {
            match inner.stream().into_iter().next() {
                None => &tokens[1..],
                Some(ref first) if is_word(first, "pub") || is_word(first, "crate") => &tokens[1..],
                Some(_) => tokens,
            }
        }
        Some(first) if is_word(first, "pub") => match tokens.get(1) {
            Some(TokenTree::Group(inner)) if inner.delimiter() == Delimiter::Parenthesis => {
                let words: Vec<TokenTree> = inner.stream().into_iter().collect();
                let is_place = ["crate", "self", "super"].iter().any(|word| words.len() == 1 && is_word(&words[0], word))
                    || words.first().map_or(false, |first| is_word(first, "in"));
                &tokens[if is_place { 2 } else { 1 }..]
            }
            _ => &tokens[1..],
        },
        _ => tokens,
    }
}

fn fields_of(body: &Group) -> Vec<TokenStream> {
    let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    let is_named = body.delimiter() == Delimiter::Brace;
    split(&tokens)
        .iter()
        .map(|field| {
            let field = without_visibility(without_attributes(field));
            let start = match is_named {
                true => field.iter().position(|token| is_punct(token, ':')).map_or(0, |colon| colon + 1),
                false => 0,
            };
            field[start..].iter().cloned().collect()
        })
        .collect()
}

fn variants(body: &Group) -> Vec<Vec<TokenStream>> {
    let tokens: Vec<TokenTree> = body.stream().into_iter().collect();
    split(&tokens)
        .iter()
        .map(|variant| match without_visibility(without_attributes(variant)).get(1) {
            Some(TokenTree::Group(fields)) if fields.delimiter() != Delimiter::Bracket => fields_of(fields),
            _ => Vec::new(),
        })
        .collect()
}

/// The types in `#[serde(into = "..", from = "..", try_from = "..", remote = "..")]`.
fn converted(tokens: &[TokenTree]) -> Vec<(&'static str, TokenStream)> {
    let mut found = Vec::new();
    let mut all = Vec::new();
    flat_all(tokens.iter().cloned().collect(), &mut all);
    for token in all {
        let mut inner = Vec::new();
        match token {
            TokenTree::Group(ref attribute) if attribute.delimiter() == Delimiter::Bracket => {
                flat_all(attribute.stream(), &mut inner)
            }
            _ => continue,
        }
        let words = match (inner.first(), inner.get(1)) {
            (Some(name), Some(TokenTree::Group(words))) if is_word(name, "serde") => words.stream(),
            _ => continue,
        };
        let mut flat_words = Vec::new();
        flat_all(words, &mut flat_words);
        for part in split(&flat_words) {
            for name in ["into", "from", "try_from", "remote"].iter() {
                if part.len() == 3 && is_word(&part[0], name) && is_punct(&part[1], '=') {
                    if let Some(Ok(one)) = string(&part[2].to_string()).map(|text| text.parse()) {
                        found.push((*name, one));
                    }
                }
            }
        }
    }
    found
}

fn string(literal: &str) -> Option<&str> {
    let start = literal.find('"')?;
    let end = literal.rfind('"')?;
    literal.get(start + 1..end)
}

/// Prints tokens in the columns that they have in their file.
#[derive(Default)]
struct Layout {
    text: String,
    /// The file and the line of each line of the text.
    lines: Vec<(usize, usize)>,
    files: Vec<String>,
    column: usize,
    ends_with_word: bool,
    /// Of the type.
    name: (usize, usize, usize),
    is_named: bool,
    is_name_next: bool,
}

impl Layout {
    fn put(&mut self, text: &str, span: Span) {
        let file = span.file();
        let index = match self.files.iter().position(|known| *known == file) {
            Some(index) => index,
            None => {
                self.files.push(file);
                self.files.len() - 1
            }
        };
        let (line, column) = (span.line(), span.column().saturating_sub(1));
        let is_word = text.starts_with(|first: char| first == '_' || first.is_alphanumeric() || first == '"');
        let follows = self.lines.last() == Some(&(index, line))
            && (column > self.column || column == self.column && !(is_word && self.ends_with_word));
        if !follows {
            if !self.lines.is_empty() {
                self.text.push('\n');
            }
            self.lines.push((index, line));
            self.column = 0;
        }
        for _ in self.column..column {
            self.text.push(' ');
        }
        self.text.push_str(text);
        self.column = column + text.chars().count();
        for (more, rest) in text.split('\n').enumerate().skip(1) {
            self.lines.push((index, line + more));
            self.column = rest.chars().count();
        }
        self.ends_with_word = text.ends_with(|last: char| last == '_' || last.is_alphanumeric() || last == '"');
        if self.is_name_next && !self.is_named {
            self.name = (index, line, column + 1);
            self.is_named = true;
        }
        self.is_name_next = text == "struct" || text == "enum";
    }

    fn all(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut index = 0;
        while index < tokens.len() {
            match &tokens[index] {
                TokenTree::Punct(punct) if punct.as_char() == '#' && is_documentation(tokens.get(index + 1)) => index += 1,
                TokenTree::Group(group) => self.group(group),
                // Both tokens of a lifetime have the span of the whole.
                TokenTree::Punct(tick) if tick.as_char() == '\'' => {
                    index += 1;
                    let name = tokens.get(index).map(|name| name.to_string()).unwrap_or_default();
                    self.put(&format!("'{}", name), tick.span());
                }
                TokenTree::Ident(word) => match word.to_string().as_str() {
                    // What a macro calls its crate; outside of it this is no word.
                    "$crate" => self.put("crate", word.span()),
                    text => self.put(text, word.span()),
                },
                TokenTree::Punct(punct) => self.put(&punct.as_char().to_string(), punct.span()),
                TokenTree::Literal(literal) => self.put(&literal.to_string(), literal.span()),
            }
            index += 1;
        }
    }

    fn group(&mut self, group: &Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => return self.all(group.stream()),
        };
        self.put(open, group.span_open());
        self.all(group.stream());
        self.put(close, group.span_close());
    }

    /// The same input of the same crate is the same source.
    fn id(&self, is_read: bool) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        let crate_name = std::env::var("CARGO_CRATE_NAME").unwrap_or_default();
        let package = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
        let place = format!("{}\n{}\n{:?}\n{}", crate_name, package, self.lines, is_read);
        for byte in place.bytes().chain(self.text.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        hash
    }

    fn record(&self, item: &Item, id: u64, is_read: bool) -> Vec<u8> {
        let counts: Vec<String> = item.fields.iter().map(|fields| fields.len().to_string()).collect();
        let converted: Vec<&str> = item.converted.iter().map(|(name, _)| *name).collect();
        let lines: Vec<String> = self.lines.iter().map(|(file, line)| format!("{}:{}", file, line)).collect();
        format!(
            "{}\n{}\n{}{}\n{}\n{}:{}:{}\n{}\n{}\n{}",
            id,
            if is_read { "D" } else { "S" },
            if item.is_enum { "e" } else { "s" },
            counts.join(","),
            converted.join(","),
            self.name.0,
            self.name.1,
            self.name.2,
            self.files.join("\t"),
            lines.join(" "),
            self.text
        )
        .into_bytes()
    }
}

fn is_documentation(token: Option<&TokenTree>) -> bool {
    match token {
        Some(TokenTree::Group(attribute)) if attribute.delimiter() == Delimiter::Bracket => {
            let mut inner = Vec::new();
            flat_all(attribute.stream(), &mut inner);
            inner.first().map_or(false, |first| is_word(first, "doc"))
        }
        _ => false,
    }
}
