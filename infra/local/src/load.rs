//! Whether somebody is bringing in a lot at once. The table takes one write at a time, and judging writes as much as posting does: so
//! the readers of the stream give way to bulk for a moment, and to nothing else. Counts large bodies; knows no route.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Bytes of a body that is bulk: some forty touchpoints. A form or a call is far below.
const BULK_BYTES: usize = 16 * 1024;
/// Bulk lasts that long after its last request: an import sends the next one.
const PAUSE_MAX: Duration = Duration::from_millis(100);

/// What is being brought in now.
#[derive(Clone)]
pub(crate) struct Load(Arc<Inner>);

struct Inner {
    began: Instant,
    /// Large requests that are being answered.
    open: AtomicUsize,
    /// Milliseconds after the beginning until which the last one counts.
    until_ms: AtomicU64,
}

/// A large request that is being answered.
pub(crate) struct Bulk(Load);

impl Default for Load {
    fn default() -> Self {
        Self(Arc::new(Inner { began: Instant::now(), open: AtomicUsize::new(0), until_ms: AtomicU64::new(0) }))
    }
}

impl Load {
    /// Takes note of a request until what is returned is dropped.
    pub(crate) fn bring(&self, bytes: usize) -> Option<Bulk> {
        (bytes >= BULK_BYTES).then(|| {
            self.0.open.fetch_add(1, Ordering::Relaxed);
            Bulk(self.clone())
        })
    }

    /// Tells whether somebody is bringing in a lot.
    pub(crate) fn is_bulk(&self) -> bool {
        self.0.open.load(Ordering::Relaxed) > 0 || self.0.until_ms.load(Ordering::Relaxed) > self.elapsed_ms()
    }

    fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.0.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

impl Drop for Bulk {
    fn drop(&mut self) {
        let pause_ms = u64::try_from(PAUSE_MAX.as_millis()).unwrap_or_default();
        self.0.0.until_ms.fetch_max(self.0.elapsed_ms() + pause_ms, Ordering::Relaxed);
        self.0.0.open.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_large_bodies_are_bulk_and_they_are_for_a_moment_longer() {
        let load = Load::default();
        assert!(load.bring(BULK_BYTES - 1).is_none() && !load.is_bulk());
        let bulk = load.bring(BULK_BYTES);
        assert!(load.is_bulk());
        drop(bulk);
        assert!(load.is_bulk(), "the next request is on its way");
        std::thread::sleep(2 * PAUSE_MAX);
        assert!(!load.is_bulk());
    }
}
