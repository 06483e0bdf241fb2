//! Where the messages of NATS begin and end in a stream of bytes, so that whole ones can be lost or repeated.

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    Passed,
    Lost,
    Repeated,
}

/// One direction of a connection without TLS.
#[derive(Debug)]
pub(crate) struct Framing {
    /// The line that is not whole yet.
    line: Vec<u8>,
    /// Bytes of the content that are to come.
    left: usize,
    fate: Fate,
    /// The message so far, if it is to be repeated.
    kept: Vec<u8>,
}

impl Framing {
    pub(crate) fn new() -> Self {
        Self { line: Vec::new(), left: 0, fate: Fate::Passed, kept: Vec::new() }
    }

    /// Takes bytes, and gives those that are to be passed on. `fate` is asked once for each message.
    pub(crate) fn pass(&mut self, mut bytes: &[u8], mut fate: impl FnMut() -> Fate) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        while !bytes.is_empty() {
            if self.left == 0 {
                let end = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
                let (line, rest) = bytes.split_at(end);
                self.line.extend_from_slice(line);
                bytes = rest;
                if self.line.ends_with(b"\n") {
                    let line = std::mem::take(&mut self.line);
                    let length = content_of(&line);
                    self.left = length.map_or(0, |length| length + 2);
                    self.fate = length.map_or(Fate::Passed, |_| fate());
                    self.give(&line, &mut out);
                }
            } else {
                let (content, rest) = bytes.split_at(self.left.min(bytes.len()));
                bytes = rest;
                self.left -= content.len();
                self.give(content, &mut out);
                if self.left == 0 {
                    out.append(&mut self.kept);
                }
            }
        }
        out
    }

    fn give(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        if self.fate != Fate::Lost {
            out.extend_from_slice(bytes);
        }
        if self.fate == Fate::Repeated {
            self.kept.extend_from_slice(bytes);
        }
    }
}

/// How long the content is that follows a line, if one does.
fn content_of(line: &[u8]) -> Option<usize> {
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    let has_content = ["PUB", "HPUB", "MSG", "HMSG"].contains(&words.next()?);
    has_content.then(|| words.next_back()?.parse().ok()).flatten()
}

/// A message passes once, twice or not at all, whatever parts it comes in; what is no message always passes.
pub(crate) fn messages_are_found_in_any_parts() {
    let stream =
        b"INFO {\"a\":1}\r\nMSG a 1 3\r\nx\ny\r\nPING\r\nHMSG b 2 c 2 5\r\nMSG 9\r\n+OK\r\nPUB c 0\r\n\r\n";
    let expected = b"INFO {\"a\":1}\r\nPING\r\nHMSG b 2 c 2 5\r\nMSG 9\r\nHMSG b 2 c 2 5\r\nMSG 9\r\n+OK\r\nPUB c 0\r\n\r\n";
    for part in 1..stream.len() {
        let mut framing = Framing::new();
        let mut fates = [Fate::Lost, Fate::Repeated, Fate::Passed].into_iter();
        let passed: Vec<u8> = stream
            .chunks(part)
            .flat_map(|bytes| framing.pass(bytes, || fates.next().expect("three messages")))
            .collect();
        assert_eq!(String::from_utf8_lossy(&passed), String::from_utf8_lossy(expected), "{part}");
    }
}
