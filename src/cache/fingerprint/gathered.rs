//! Names bytes that come little by little: BLAKE3 hashes one large piece several times as fast as many small ones.

/// Bytes are handed to BLAKE3 in pieces of about this size.
const PIECE: usize = 1 << 14;

/// Bytes that are gathered to be named.
pub(super) struct Gathered {
    waiting: Vec<u8>,
    /// What has taken the pieces so far, if there were any.
    hasher: Option<blake3::Hasher>,
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
    pub(super) fn name(self) -> [u8; 32] {
        match self.hasher {
            None => blake3::hash(&self.waiting).into(),
            Some(mut hasher) => hasher.update(&self.waiting).finalize().into(),
        }
    }

    fn hand_on(&mut self) {
        self.hasher.get_or_insert_default().update(&self.waiting);
        self.waiting.clear();
    }
}
