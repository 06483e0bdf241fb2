//! Texts put together while the compiler runs.

/// A text of up to 1,024 bytes; what does not fit is left out.
#[derive(Debug)]
pub struct Message {
    bytes: [u8; 1024],
    len: usize,
}

impl Message {
    /// One after the other.
    pub(super) const fn of(parts: &[&str]) -> Self {
        let mut message = Self { bytes: [0; 1024], len: 0 };
        let mut at = 0;
        while at < parts.len() {
            let part = parts[at].as_bytes();
            let mut byte = 0;
            while byte < part.len() && message.len < message.bytes.len() {
                message.bytes[message.len] = part[byte];
                message.len += 1;
                byte += 1;
            }
            at += 1;
        }
        message
    }

    /// As text.
    pub const fn as_str(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.len);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => "a name in here is too long to be printed",
        }
    }
}
