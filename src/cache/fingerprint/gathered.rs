//! Names bytes that come little by little: one large piece is hashed several times as fast as many small ones.

use twox_hash::XxHash3_128;
use twox_hash::xxhash3_128::Hasher;

/// Bytes are hashed in pieces of about this size.
const PIECE: usize = 1 << 14;

/// Bytes that are gathered to be named.
pub(super) struct Gathered {
    waiting: Vec<u8>,
    /// What has taken the pieces so far, if there were any.
    hasher: Option<Hasher>,
}

impl Default for Gathered {
    fn default() -> Self {
        Gathered { waiting: Vec::with_capacity(PIECE), hasher: None }
    }
}

impl Gathered {
    /// Adds bytes.
    #[inline]
    pub(super) fn add(&mut self, bytes: &[u8]) {
        if self.waiting.len() + bytes.len() > PIECE {
            self.hand_on();
        }
        self.waiting.extend_from_slice(bytes);
    }

    /// The name of all bytes.
    pub(super) fn name(self) -> [u8; 16] {
        let name = match self.hasher {
            None => XxHash3_128::oneshot(&self.waiting),
            Some(mut hasher) => {
                hasher.write(&self.waiting);
                hasher.finish_128()
            }
        };
        name.to_be_bytes()
    }

    fn hand_on(&mut self) {
        self.hasher.get_or_insert_default().write(&self.waiting);
        self.waiting.clear();
    }
}
