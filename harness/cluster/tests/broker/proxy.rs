//! A TCP proxy before the server, which holds, delays, cuts and halves, and loses or repeats messages.

#[path = "proxy/framing.rs"]
pub(crate) mod framing;

use framing::{Fate, Framing};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What happens to bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Weather {
    Fair,
    /// Nothing passes, and no connection ends: a partition.
    Held,
    /// Each part comes some milliseconds late.
    Late,
    /// They come in parts of a few bytes.
    InCrumbs,
    /// What the server says does not pass, and what it is told does.
    Deaf,
    /// What the server is told does not pass, and what it says does.
    Mute,
    /// One message of eight is lost.
    Lossy,
    /// One message of three comes twice.
    Doubled,
}

/// See the [module](self).
pub(crate) struct Proxy {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    weather: AtomicU32,
    is_over: AtomicBool,
    connections: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    pub(crate) fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("bound").port();
        let shared = Arc::new(Shared {
            weather: AtomicU32::new(Weather::Fair as u32),
            is_over: AtomicBool::new(false),
            connections: Mutex::default(),
        });
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            for here in listener.incoming().map_while(Result::ok) {
                if theirs.is_over.load(Ordering::Relaxed) {
                    return;
                }
                if let Ok(there) = TcpStream::connect(("127.0.0.1", server)) {
                    theirs.join(&here, &there);
                }
            }
        });
        Self { port, shared }
    }

    pub(crate) fn address(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub(crate) fn set(&self, weather: Weather) {
        self.shared.weather.store(weather as u32, Ordering::Relaxed);
    }

    /// Ends all connections, wherever they are in a message. New ones can be made.
    pub(crate) fn cut(&self) {
        for connection in std::mem::take(&mut *self.shared.connections.lock().expect("no panic")) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.is_over.store(true, Ordering::Relaxed);
        self.cut();
        // Wakes the listener.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

impl Shared {
    fn join(self: &Arc<Self>, here: &TcpStream, there: &TcpStream) {
        for (from, to, is_said) in [(here, there, false), (there, here, true)] {
            let copies = (from.try_clone(), to.try_clone(), from.try_clone());
            let (Ok(from), Ok(to), Ok(kept)) = copies else { return };
            self.connections.lock().expect("no panic").push(kept);
            let shared = Arc::clone(self);
            std::thread::spawn(move || {
                let _ = shared.copy(&from, &to, is_said);
                let _ = from.shutdown(Shutdown::Both);
                let _ = to.shutdown(Shutdown::Both);
            });
        }
    }

    /// `is_said` is true for what the server says.
    fn copy(&self, mut from: &TcpStream, mut to: &TcpStream, is_said: bool) -> std::io::Result<()> {
        let mut buffer = vec![0; 64 << 10];
        let mut framing = Framing::new();
        let mut messages = 0_u64;
        let one_way = if is_said { Weather::Deaf } else { Weather::Mute };
        loop {
            let n = from.read(&mut buffer)?;
            if n == 0 {
                return Ok(());
            }
            while (self.is(Weather::Held) || self.is(one_way)) && !self.is_over.load(Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(5));
            }
            if self.is(Weather::Late) {
                std::thread::sleep(Duration::from_millis(15));
            }
            let passed = framing.pass(&buffer[..n], || {
                messages += 1;
                // In no order that anything else keeps.
                let number = messages.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
                match () {
                    () if self.is(Weather::Lossy) && number.is_multiple_of(8) => Fate::Lost,
                    () if self.is(Weather::Doubled) && number.is_multiple_of(3) => Fate::Repeated,
                    () => Fate::Passed,
                }
            });
            if self.is(Weather::InCrumbs) {
                to.set_nodelay(true)?;
                passed.chunks(7).try_for_each(|part| to.write_all(part))?;
            } else {
                to.write_all(&passed)?;
            }
        }
    }

    fn is(&self, weather: Weather) -> bool {
        self.weather.load(Ordering::Relaxed) == weather as u32
    }
}
