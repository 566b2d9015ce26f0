//! Limits of PDF input: the decompressed size is measured before parsing, since the parser decompresses every stream.
//!
//! Streams are found in the raw bytes, referenced or not, and decompressed repeatedly while the result is compressed
//! again. Encrypted streams and older compression methods are not decompressed here; they expand far less.

use super::PdfError;
use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;
use std::io::Read;

/// Maximum decompressed size of all streams of a file.
const MAX_DECOMPRESSED_BYTES: usize = 192 << 20;

/// Maximum number of nested compressions of a stream.
const MAX_NESTED_COMPRESSION: usize = 8;

/// Rejects a file that decompresses to too many bytes.
pub(super) fn check(bytes: &[u8]) -> Result<(), PdfError> {
    check_up_to(bytes, MAX_DECOMPRESSED_BYTES)
}

fn check_up_to(bytes: &[u8], max: usize) -> Result<(), PdfError> {
    let mut remaining = max;
    for at in memmem::find_iter(bytes, b"stream") {
        if !bytes[..at].ends_with(b"end") {
            let data = bytes[at + b"stream".len()..].trim_ascii_start();
            remaining = remaining.checked_sub(decompressed_size(data, remaining)).ok_or(PdfError::TooLarge)?;
        }
    }
    Ok(())
}

/// Returns the decompressed size of a stream; a value above `left` if the limit is exceeded.
fn decompressed_size(stream: &[u8], remaining: usize) -> usize {
    let (mut total, mut data) = (0, decompress(stream, remaining));
    for _ in 0..MAX_NESTED_COMPRESSION {
        total += data.len();
        if total > remaining || !is_zlib(&data) {
            break;
        }
        data = decompress(&data, remaining - total);
    }
    total
}

/// Decompresses up to `left` + 1 bytes.
fn decompress(data: &[u8], remaining: usize) -> Vec<u8> {
    let mut out = Vec::new();
    let max = remaining as u64 + 1;
    // Output before an error counts.
    let _ = if is_zlib(data) {
        ZlibDecoder::new(data).take(max).read_to_end(&mut out)
    } else {
        DeflateDecoder::new(data).take(max).read_to_end(&mut out)
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

    fn compressed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn file(stream: &[u8]) -> Vec<u8> {
        [b"1 0 obj <<>> stream\r\n", stream, b"\nendstream endobj"].concat()
    }

    #[test]
    fn rejects_files_that_decompress_to_too_much() {
        let most = 1 << 20;
        let large = compressed(&vec![b' '; most + 1]);
        assert_eq!(check_up_to(&file(&compressed(&vec![b' '; most / 2])), most), Ok(()));
        assert_eq!(check_up_to(&file(&large), most), Err(PdfError::TooLarge));
        assert_eq!(check_up_to(&file(&large[2..]), most), Err(PdfError::TooLarge));
        assert_eq!(check_up_to(&file(&compressed(&large)), most), Err(PdfError::TooLarge));
        let half = file(&compressed(&vec![b' '; most / 2 + 1]));
        assert_eq!(check_up_to(&[half.clone(), half].concat(), most), Err(PdfError::TooLarge));
    }
}
