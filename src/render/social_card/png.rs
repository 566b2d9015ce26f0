//! PNG with a palette. Cards are mostly paper, so the compression of runs of zeros is fast and small enough.

use super::palette::CardPalette;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Encodes pixels, which are indices into the palette. `filtered` can be reused for the next image.
pub(super) fn encode(pixels: &[u8], width: usize, palette: &CardPalette, filtered: &mut Vec<u8>) -> Vec<u8> {
    let height = pixels.len() / width.max(1);
    let mut header = Vec::with_capacity(13);
    header.extend(be(width));
    header.extend(be(height));
    // Eight bits a pixel, with a palette.
    header.extend([8, 3, 0, 0, 0]);
    filter(pixels, width, filtered);
    let mut png = SIGNATURE.to_vec();
    chunk(&mut png, *b"IHDR", &header);
    chunk(&mut png, *b"PLTE", &palette.rgb());
    chunk(&mut png, *b"IDAT", &compress(filtered));
    chunk(&mut png, *b"IEND", &[]);
    png
}

/// Subtracts from each pixel the one at its left: areas of one colour become zeros.
fn filter(pixels: &[u8], width: usize, filtered: &mut Vec<u8>) {
    const SUB: u8 = 1;
    filtered.clear();
    for row in pixels.chunks_exact(width.max(1)) {
        filtered.push(SUB);
        filtered.extend(row.first());
        filtered.extend(row.windows(2).map(|pair| pair[1].wrapping_sub(pair[0])));
    }
}

fn compress(data: &[u8]) -> Vec<u8> {
    // Writing to memory cannot fail.
    let write = || {
        let mut compressor = fdeflate::Compressor::new(Vec::with_capacity(1 << 16))?;
        compressor.write_data(data)?;
        compressor.finish()
    };
    write().unwrap_or_default()
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    png.extend(be(data.len()));
    png.extend(name);
    png.extend(data);
    let mut checksum = crc32fast::Hasher::new();
    checksum.update(&name);
    checksum.update(data);
    png.extend(checksum.finalize().to_be_bytes());
}

fn be(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes_what_readers_of_images_accept() {
        let mut pixels = vec![0; 40 * 20];
        pixels[45] = 7;
        let png = encode(&pixels, 40, &CardPalette::default(), &mut Vec::new());
        let size = imagesize::blob_size(&png).unwrap();
        assert_eq!((size.width, size.height), (40, 20));
        let start = png.windows(4).position(|name| name == b"IDAT").unwrap() + 4;
        let length = u32::from_be_bytes(png[start - 8..start - 4].try_into().unwrap()) as usize;
        let raw = fdeflate::decompress_to_vec(&png[start..start + length]).unwrap();
        assert_eq!(raw.len(), 41 * 20);
        assert_eq!((raw[41], raw[41 + 1 + 5], raw[41 + 1 + 6]), (1, 7, 249));
    }
}
