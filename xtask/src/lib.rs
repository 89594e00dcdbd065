//! The project's own tools, as a library: the commands of `cargo xtask`, and the tester of random programs
//! for `tests/`.

pub mod ci;
pub mod fuzz;
pub mod math_bench;
pub mod scan;
pub mod ulp;
