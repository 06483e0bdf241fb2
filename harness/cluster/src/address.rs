//! Addresses of servers, which may hold a user and a password.

use async_nats::ServerAddr;
use percent_encoding::percent_decode_str;

/// What an address says about who connects.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Login {
    User(String, String),
    Token(String),
}

/// The servers in a text, with commas between them.
///
/// # Errors
/// When one of them is no address.
pub(crate) fn servers(text: &str) -> Result<Vec<ServerAddr>, String> {
    let one = |address: &str| address.trim().parse::<ServerAddr>().map_err(|error| error.to_string());
    text.split(',').map(one).collect()
}

/// The user of the first server that names one: `nats://USER:PASSWORD@host`, or `nats://TOKEN@host`.
pub(crate) fn login(servers: &[ServerAddr]) -> Option<Login> {
    let server = servers.iter().find(|server| server.username().is_some())?;
    let read = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let user = read(server.username()?);
    Some(match server.password() {
        Some(password) => Login::User(user, read(password)),
        None => Login::Token(user),
    })
}

/// The addresses for errors: without users and passwords.
pub(crate) fn shown(text: &str) -> String {
    let without_user = |address: &str| {
        let (scheme, rest) = address.split_once("://").map_or(("", address), |(scheme, rest)| (scheme, rest));
        let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
        if scheme.is_empty() { host.to_owned() } else { format!("{scheme}://{host}") }
    };
    text.split(',').map(without_user).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login_of(text: &str) -> Option<Login> {
        login(&servers(text).unwrap())
    }

    #[test]
    fn users_and_tokens_are_read() {
        assert!(login_of("nats://one:4222,two").is_none());
        let user = Login::User("me".to_owned(), "a:b@c".to_owned());
        assert!(login_of("nats://me:a%3Ab%40c@host:4222") == Some(user.clone()));
        assert!(login_of("tls://one, nats://me:a%3Ab%40c@two") == Some(user));
        assert!(login_of("nats://secret@host") == Some(Login::Token("secret".to_owned())));
        assert!(servers("ftp://host").is_err());
    }

    #[test]
    fn secrets_are_not_shown() {
        assert_eq!(shown("nats://me:secret@host:1,two"), "nats://host:1,two");
        assert_eq!(shown("me:p@ss@host"), "host");
        assert_eq!(shown("tls://host"), "tls://host");
    }
}
