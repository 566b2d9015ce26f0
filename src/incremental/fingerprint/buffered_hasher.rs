//! Hashes small pieces of bytes in large blocks, which is several times as fast.

use twox_hash::XxHash3_128;
use twox_hash::xxhash3_128::Hasher;

/// Bytes are hashed in pieces of about this size.
const BUFFER_SIZE: usize = 1 << 14;

/// Hasher that buffers its input.
pub(super) struct BufferedHasher {
    buffer: Vec<u8>,
    /// Hasher of the flushed blocks; `None` before the first one.
    hasher: Option<Hasher>,
}

impl Default for BufferedHasher {
    fn default() -> Self {
        BufferedHasher { buffer: Vec::with_capacity(BUFFER_SIZE), hasher: None }
    }
}

impl BufferedHasher {
    /// Adds bytes.
    #[inline]
    pub(super) fn update(&mut self, bytes: &[u8]) {
        if self.buffer.len() + bytes.len() > BUFFER_SIZE {
            self.flush();
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// The name of all bytes.
    pub(super) fn finish(self) -> [u8; 16] {
        let name = match self.hasher {
            None => XxHash3_128::oneshot(&self.buffer),
            Some(mut hasher) => {
                hasher.write(&self.buffer);
                hasher.finish_128()
            }
        };
        name.to_be_bytes()
    }

    fn flush(&mut self) {
        self.hasher.get_or_insert_default().write(&self.buffer);
        self.buffer.clear();
    }
}
