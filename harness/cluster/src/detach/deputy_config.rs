//! What a node tells a deputy that it starts: how the broker is reached, and which call is to be run.

use super::id::CallId;
use super::wire::{Reader, Writer};
use crate::access::Access;
use crate::tunnel::Key;
use std::path::PathBuf;
use wirecheck::Error;
use wirecheck::cluster::refused;

const KIND: &[u8; 8] = b"wcordr 1";

#[derive(Clone, Debug)]
pub(super) struct DeputyConfig {
    pub(super) access: Access,
    pub(super) id: CallId,
    /// The version of the call's entry by which the node took it.
    pub(super) version: u64,
}

impl DeputyConfig {
    /// It goes through a pipe between two processes of this program, and holds the key.
    pub(super) fn write(&self) -> Vec<u8> {
        let Access { server, app, key, credentials, roots, requires_tls } = &self.access;
        let mut out = Writer::new(KIND);
        out.bytes(&key.to_bytes());
        [server.as_str(), app, self.id.as_str()].into_iter().for_each(|text| out.text(text));
        for file in [credentials, roots] {
            // Empty if there is none.
            out.bytes(file.as_ref().map_or(&[], |file| file.as_os_str().as_encoded_bytes()));
        }
        out.number(u64::from(*requires_tls));
        out.number(self.version);
        out.seal(key).to_vec()
    }

    pub(super) fn read(message: &[u8]) -> Result<Self, Error> {
        Self::parse(message).ok_or_else(|| {
            refused("this process was started to run a detached call, and was not told which: only nodes start such processes")
        })
    }

    fn parse(message: &[u8]) -> Option<Self> {
        // The key is in the message itself: the seal finds damage only.
        let key = message.get(crate::tunnel::TAG + KIND.len() + 8..)?.first_chunk::<32>()?;
        let key = Key::from_bytes(*key);
        let mut reader = Reader::open(&key, KIND, message)?;
        reader.bytes()?;
        let (server, app, id) = (reader.text()?, reader.text()?, reader.text()?.parse().ok()?);
        let mut file = || {
            let bytes = reader.bytes()?;
            let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes.to_vec());
            Some(Some(PathBuf::from(name)).filter(|_| !bytes.is_empty()))
        };
        let (credentials, roots) = (file()?, file()?);
        let (requires_tls, version) = (reader.number()? != 0, reader.number()?);
        let access = Access { server, app, key, credentials, roots, requires_tls };
        reader.is_empty().then_some(Self { access, id, version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_read_as_it_was_written() {
        let mut access = Access::to("nats://here:1");
        access.key = Key::of(b"secret");
        access.roots = Some("/ca.pem".into());
        access.requires_tls = true;
        let config = DeputyConfig { access, id: CallId::new(), version: 7 };
        let message = config.write();
        let read = DeputyConfig::read(&message).unwrap();
        assert_eq!((&read.id, read.version), (&config.id, 7));
        assert_eq!(read.access.key.to_bytes(), Key::of(b"secret").to_bytes());
        assert_eq!((read.access.server.as_str(), read.access.credentials), ("nats://here:1", None));
        assert_eq!((read.access.roots, read.access.requires_tls), (Some("/ca.pem".into()), true));
        for end in 0..message.len() {
            let error = DeputyConfig::read(&message[..end]).unwrap_err();
            assert!(error.is_refused(), "{error}");
        }
    }
}
