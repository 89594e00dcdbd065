//! What the examples share: timing, agreement, seeded input, pictures.

mod agreement;
mod input;
mod picture;
mod timing;

pub use agreement::{Agreement, Comparison, Number};
pub use input::{normal, uniform};
pub use picture::{Gray, data, heat_map, picture_path, read_gray, write_gray, write_rgb};
pub use timing::{RUNS, Times, interleaved};
