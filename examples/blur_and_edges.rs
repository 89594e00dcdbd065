//! A photograph blurred by a Gaussian, and its edges by Sobel's operator.
//!
//!     cargo run --release --example blur_and_edges

#![allow(clippy::needless_range_loop, reason = "loops over subscripts are what is shown")]

use hotloop::accel;
use hotloop_examples::{Comparison, Gray, data, interleaved, picture_path, read_gray, write_gray};

/// Every row of a picture convolved with `kernel`, whose middle is at `radius`. Beyond the border the
/// pixels at the border go on.
#[accel(parallel, nogil)]
pub fn blur_rows(picture: &[f32], out: &mut [f32], width: usize, height: usize, kernel: &[f32]) {
    let radius = kernel.len() / 2;
    for i in 0..height {
        for j in 0..width {
            let mut sum = 0.0;
            for k in 0..kernel.len() {
                let column = (j + k).saturating_sub(radius).min(width - 1);
                sum += kernel[k] * picture[i * width + column];
            }
            out[i * width + j] = sum;
        }
    }
}

/// The same for the columns.
#[accel(parallel, nogil)]
pub fn blur_columns(picture: &[f32], out: &mut [f32], width: usize, height: usize, kernel: &[f32]) {
    let radius = kernel.len() / 2;
    for i in 0..height {
        for j in 0..width {
            let mut sum = 0.0;
            for k in 0..kernel.len() {
                let row = (i + k).saturating_sub(radius).min(height - 1);
                sum += kernel[k] * picture[row * width + j];
            }
            out[i * width + j] = sum;
        }
    }
}

/// The length of the gradient at each inner pixel, by Sobel's two masks.
#[accel(parallel, nogil)]
pub fn sobel(p: &[f32], out: &mut [f32], width: usize, height: usize) {
    for i in 1..height - 1 {
        for j in 1..width - 1 {
            let here = i * width + j;
            let above = here - width;
            let below = here + width;
            let x =
                p[above + 1] - p[above - 1] + 2.0 * (p[here + 1] - p[here - 1]) + p[below + 1] - p[below - 1];
            let y = p[below - 1] - p[above - 1] + 2.0 * (p[below] - p[above]) + p[below + 1] - p[above + 1];
            out[here] = (x * x + y * y).sqrt();
        }
    }
}

/// The same text without the attributes.
pub mod plain {
    pub fn blur_rows(picture: &[f32], out: &mut [f32], width: usize, height: usize, kernel: &[f32]) {
        let radius = kernel.len() / 2;
        for i in 0..height {
            for j in 0..width {
                let mut sum = 0.0;
                for k in 0..kernel.len() {
                    let column = (j + k).saturating_sub(radius).min(width - 1);
                    sum += kernel[k] * picture[i * width + column];
                }
                out[i * width + j] = sum;
            }
        }
    }

    pub fn blur_columns(picture: &[f32], out: &mut [f32], width: usize, height: usize, kernel: &[f32]) {
        let radius = kernel.len() / 2;
        for i in 0..height {
            for j in 0..width {
                let mut sum = 0.0;
                for k in 0..kernel.len() {
                    let row = (i + k).saturating_sub(radius).min(height - 1);
                    sum += kernel[k] * picture[row * width + j];
                }
                out[i * width + j] = sum;
            }
        }
    }

    pub fn sobel(p: &[f32], out: &mut [f32], width: usize, height: usize) {
        for i in 1..height - 1 {
            for j in 1..width - 1 {
                let here = i * width + j;
                let above = here - width;
                let below = here + width;
                let x = p[above + 1] - p[above - 1] + 2.0 * (p[here + 1] - p[here - 1]) + p[below + 1]
                    - p[below - 1];
                let y =
                    p[below - 1] - p[above - 1] + 2.0 * (p[below] - p[above]) + p[below + 1] - p[above + 1];
                out[here] = (x * x + y * y).sqrt();
            }
        }
    }
}

const SIGMA: f32 = 2.0;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let photograph = read_gray(&data("camera.png"))?;
    for comparison in compare(&photograph, 21) {
        println!("{comparison}");
    }

    let (blurred, edges) = blur_and_edges(&photograph);
    let path = picture_path("blur_and_edges.png");
    write_gray(&path, &side_by_side(&blurred, &edges, photograph.width, photograph.height))?;
    println!("picture: {}", path.display());
    Ok(())
}

/// The blurred picture, and the edges of it.
fn blur_and_edges(photograph: &Gray) -> (Vec<f32>, Vec<f32>) {
    let &Gray { ref pixels, width, height } = photograph;
    let kernel = gaussian(SIGMA);
    let picture: Vec<f32> = pixels.iter().map(|&p| f32::from(p)).collect();
    let (mut rows, mut blurred, mut edges) = (picture.clone(), picture.clone(), vec![0.0; picture.len()]);
    blur_rows(&picture, &mut rows, width, height, &kernel);
    blur_columns(&rows, &mut blurred, width, height, &kernel);
    sobel(&blurred, &mut edges, width, height);
    (blurred, edges)
}

/// A Gaussian out to three standard deviations, with sum 1.
fn gaussian(sigma: f32) -> Vec<f32> {
    let radius = (3.0 * sigma).ceil() as i32;
    let weights: Vec<f32> = (-radius..=radius).map(|k| (-0.5 * (k as f32 / sigma).powi(2)).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.iter().map(|w| w / sum).collect()
}

fn side_by_side(left: &[f32], right: &[f32], width: usize, height: usize) -> Gray {
    let mut pixels = Vec::with_capacity(2 * width * height);
    for row in 0..height {
        for picture in [left, right] {
            // A cast to `u8` saturates: the strongest edges are white.
            pixels.extend(picture[row * width..][..width].iter().map(|&p| p.round() as u8));
        }
    }
    Gray { pixels, width: 2 * width, height }
}

pub fn compare(photograph: &Gray, runs: usize) -> [Comparison; 3] {
    let &Gray { ref pixels, width, height } = photograph;
    let kernel = gaussian(SIGMA);
    let picture: Vec<f32> = pixels.iter().map(|&p| f32::from(p)).collect();
    let fresh = || vec![1.0; picture.len()];
    let (mut expected, mut found) = (fresh(), fresh());
    let title = |what| format!("{what} of {width} x {height} pixels");

    let times = interleaved(
        runs,
        || plain::blur_rows(&picture, &mut expected, width, height, &kernel),
        || blur_rows(&picture, &mut found, width, height, &kernel),
    );
    let rows = Comparison::new(title("blur of the rows"), times, &expected, &found);

    let rows_blurred = found.clone();
    let times = interleaved(
        runs,
        || plain::blur_columns(&rows_blurred, &mut expected, width, height, &kernel),
        || blur_columns(&rows_blurred, &mut found, width, height, &kernel),
    );
    let columns = Comparison::new(title("blur of the columns"), times, &expected, &found);

    let blurred = found.clone();
    let times = interleaved(
        runs,
        || plain::sobel(&blurred, &mut expected, width, height),
        || sobel(&blurred, &mut found, width, height),
    );
    [rows, columns, Comparison::new(title("Sobel edges"), times, &expected, &found)]
}
