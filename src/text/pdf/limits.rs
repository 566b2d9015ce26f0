//! How much a PDF unfolds to is measured before it is opened, since its reader unfolds whatever it meets.
//!
//! Streams are looked for in the bytes, whether or not anything refers to them, and unfolded as long as what comes out is
//! compressed again. What is encrypted, or compressed in the ways of old, does not unfold here; it grows far less.

use super::PdfError;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;
use std::io::Read;

/// The most bytes that all streams of a file may unfold to.
const MAX_DECOMPRESSED_BYTES: usize = 192 << 20;

/// How often a stream may be compressed again.
const MAX_NESTED_COMPRESSION: usize = 8;

/// Refuses a file that unfolds to too much.
pub(super) fn check(bytes: &[u8]) -> Result<(), PdfError> {
    check_up_to(bytes, MAX_DECOMPRESSED_BYTES)
}

fn check_up_to(bytes: &[u8], most: usize) -> Result<(), PdfError> {
    let mut left = most;
    for at in memmem::find_iter(bytes, b"stream") {
        if !bytes[..at].ends_with(b"end") {
            let data = bytes[at + b"stream".len()..].trim_ascii_start();
            left = left.checked_sub(decompressed_size(data, left)).ok_or(PdfError::TooLarge)?;
        }
    }
    Ok(())
}

/// How many bytes come out of a stream: more than there may be, when there are.
fn decompressed_size(stream: &[u8], left: usize) -> usize {
    let (mut all, mut data) = (0, decompress(stream, left));
    for _ in 0..MAX_NESTED_COMPRESSION {
        all += data.len();
        if all > left || !is_zlib(&data) {
            break;
        }
        data = decompress(&data, left - all);
    }
    all
}

/// Up to one byte more than may come out.
fn decompress(data: &[u8], left: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let most = left as u64 + 1;
    // What came out before an error counts.
    let _ = if is_zlib(data) {
        ZlibDecoder::new(data).take(most).read_to_end(&mut out)
    } else {
        DeflateDecoder::new(data).take(most).read_to_end(&mut out)
    };
    out
}

fn is_zlib(data: &[u8]) -> bool {
    matches!(data, [method, flags, ..] if method & 0x0f == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn folded(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(stream: &[u8]) -> Vec<u8> {
        [b"1 0 obj <<>> stream\r\n", stream, b"\nendstream endobj"].concat()
    }

    #[test]
    fn refuses_what_unfolds_to_too_much() {
        let most = 1 << 20;
        let large = folded(&vec![b' '; most + 1]);
        assert_eq!(check_up_to(&file(&folded(&vec![b' '; most / 2])), most), Ok(()));
        assert_eq!(check_up_to(&file(&large), most), Err(PdfError::TooLarge));
        assert_eq!(check_up_to(&file(&large[2..]), most), Err(PdfError::TooLarge));
        assert_eq!(check_up_to(&file(&folded(&large)), most), Err(PdfError::TooLarge));
        let half = file(&folded(&vec![b' '; most / 2 + 1]));
        assert_eq!(check_up_to(&[half.clone(), half].concat(), most), Err(PdfError::TooLarge));
    }
}
