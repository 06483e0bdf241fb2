//! Do not compile with the derive: Time, network, ranges, cells, owners.

cases! { refused;
    mutex: Held = [Held(std::sync::Mutex::new(1))] same(|a, b| *a.0.lock().unwrap() == *b.0.lock().unwrap()) raw { #[derive(Debug)] pub struct Held(std::sync::Mutex<u8>); } and {
        impl Clone for Held {
            fn clone(&self) -> Self {
                Self(std::sync::Mutex::new(*self.0.lock().unwrap()))
            }
        }
    };
    read_write_lock: Held = [Held(std::sync::RwLock::new(1))] same(|a, b| *a.0.read().unwrap() == *b.0.read().unwrap()) raw { #[derive(Debug)] pub struct Held(std::sync::RwLock<u8>); } and {
        impl Clone for Held {
            fn clone(&self) -> Self {
                Self(std::sync::RwLock::new(*self.0.read().unwrap()))
            }
        }
    };
    poisoned_mutex: Held = [Held(poisoned())] same(|a, b| a.0.is_poisoned() == b.0.is_poisoned()) raw { #[derive(Debug)] pub struct Held(std::sync::Mutex<u8>); } and {
        fn poisoned() -> std::sync::Mutex<u8> {
            let mutex = std::sync::Arc::new(std::sync::Mutex::new(1));
            let other = mutex.clone();
            let _ = std::thread::spawn(move || {
                let _guard = other.lock();
                std::panic::resume_unwind(Box::new(()));
            })
            .join();
            std::sync::Arc::into_inner(mutex).unwrap()
        }
        impl Clone for Held {
            fn clone(&self) -> Self {
                Self(poisoned())
            }
        }
    };
    atomic: Held = [Held(1.into())] same(|a, b| a.0.load(Relaxed) == b.0.load(Relaxed)) raw { #[derive(Debug)] pub struct Held(std::sync::atomic::AtomicU32); } and {
        use std::sync::atomic::Ordering::Relaxed;
        impl Clone for Held {
            fn clone(&self) -> Self {
                Self(self.0.load(Relaxed).into())
            }
        }
    };
}
