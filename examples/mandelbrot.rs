//! The Mandelbrot set, with a picture.
//!
//!     cargo run --release --example mandelbrot

use hotloop::accel;
use hotloop_examples::{Comparison, RUNS, heat_map, interleaved, picture_path, write_rgb};

/// For each point c of a grid, how many steps of z = z^2 + c stay within |z| <= 2, up to `limit`. The grid
/// covers the real parts from -2.2 to 0.8 and the imaginary parts from -1.125 to 1.125.
#[accel(parallel, nogil)]
pub fn mandelbrot(steps: &mut [u32], width: usize, height: usize, limit: u32) {
    for row in 0..height {
        for column in 0..width {
            let (cx, cy) =
                (-2.2 + 3.0 * column as f64 / width as f64, 1.125 - 2.25 * row as f64 / height as f64);
            let (mut x, mut y) = (0.0, 0.0);
            let mut n = 0;
            while n < limit && x * x + y * y <= 4.0 {
                (x, y) = (x * x - y * y + cx, 2.0 * x * y + cy);
                n += 1;
            }
            steps[row * width + column] = n;
        }
    }
}

/// The same text without the attribute.
pub mod plain {
    pub fn mandelbrot(steps: &mut [u32], width: usize, height: usize, limit: u32) {
        for row in 0..height {
            for column in 0..width {
                let (cx, cy) =
                    (-2.2 + 3.0 * column as f64 / width as f64, 1.125 - 2.25 * row as f64 / height as f64);
                let (mut x, mut y) = (0.0, 0.0);
                let mut n = 0;
                while n < limit && x * x + y * y <= 4.0 {
                    (x, y) = (x * x - y * y + cx, 2.0 * x * y + cy);
                    n += 1;
                }
                steps[row * width + column] = n;
            }
        }
    }
}

const WIDTH: usize = 800;
const HEIGHT: usize = 600;
const LIMIT: u32 = 500;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{}", compare(WIDTH, HEIGHT, LIMIT, RUNS));

    let mut steps = vec![0; WIDTH * HEIGHT];
    mandelbrot(&mut steps, WIDTH, HEIGHT, LIMIT);
    // What never leaves is black; elsewhere the logarithm of the steps.
    let color = |&n: &u32| if n == LIMIT { 0.0 } else { f64::from(n).ln_1p() };
    let values: Vec<f64> = steps.iter().map(color).collect();
    let path = picture_path("mandelbrot.png");
    write_rgb(&path, &heat_map(&values, 0.0, f64::from(LIMIT).ln_1p()), WIDTH, HEIGHT)?;
    println!("picture: {}", path.display());
    Ok(())
}

pub fn compare(width: usize, height: usize, limit: u32, runs: usize) -> Comparison {
    let (mut expected, mut found) = (vec![1; width * height], vec![1; width * height]);
    let times = interleaved(
        runs,
        || plain::mandelbrot(&mut expected, width, height, limit),
        || mandelbrot(&mut found, width, height, limit),
    );
    Comparison::new(
        format!("Mandelbrot set, {width} x {height}, at most {limit} steps"),
        times,
        &expected,
        &found,
    )
}
