//! Pictures in and out, and where files lie.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::{Path, PathBuf};

/// A gray picture, row by row, from 0 (black) to 255 (white).
#[derive(Clone, Debug)]
pub struct Gray {
    pub pixels: Vec<u8>,
    pub width: usize,
    pub height: usize,
}

/// A file of `examples/data`.
pub fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

/// Where an example writes its picture: the path given as first argument, or else Cargo's output folder.
pub fn picture_path(name: &str) -> PathBuf {
    std::env::args_os().nth(1).map_or_else(|| target().join(name), PathBuf::from)
}

/// Cargo's output folder: the example itself lies in its `release/examples`.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap_or_default();
    program.ancestors().nth(3).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// Reads a PNG file of one byte for each gray pixel.
///
/// # Errors
/// The file cannot be read, or is of another kind.
pub fn read_gray(path: &Path) -> Result<Gray, Box<dyn Error>> {
    let mut reader = png::Decoder::new(BufReader::new(File::open(path)?)).read_info()?;
    let mut pixels = vec![0; reader.output_buffer_size().ok_or("the picture is too large")?];
    let info = reader.next_frame(&mut pixels)?;
    if (info.color_type, info.bit_depth) != (png::ColorType::Grayscale, png::BitDepth::Eight) {
        return Err("not a gray picture of 8 bits".into());
    }
    pixels.truncate(info.buffer_size());
    Ok(Gray { pixels, width: info.width as usize, height: info.height as usize })
}

/// Writes a gray picture.
///
/// # Errors
/// The file cannot be written.
pub fn write_gray(path: &Path, picture: &Gray) -> Result<(), Box<dyn Error>> {
    write(path, &picture.pixels, picture.width, picture.height, png::ColorType::Grayscale)
}

/// Writes a picture of three bytes (red, green, blue) for each pixel.
///
/// # Errors
/// The file cannot be written.
pub fn write_rgb(path: &Path, pixels: &[u8], width: usize, height: usize) -> Result<(), Box<dyn Error>> {
    write(path, pixels, width, height, png::ColorType::Rgb)
}

fn write(
    path: &Path,
    pixels: &[u8],
    width: usize,
    height: usize,
    color: png::ColorType,
) -> Result<(), Box<dyn Error>> {
    let file = BufWriter::new(File::create(path)?);
    let mut encoder = png::Encoder::new(file, u32::try_from(width)?, u32::try_from(height)?);
    encoder.set_color(color);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(())
}

/// Numbers as colors: the least dark, the greatest light.
pub fn heat_map(values: &[f64], least: f64, greatest: f64) -> Vec<u8> {
    let color = |v: &f64| colorous::INFERNO.eval_continuous((v - least) / (greatest - least)).as_array();
    values.iter().flat_map(color).collect()
}
