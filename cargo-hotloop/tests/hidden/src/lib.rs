//! A library without std, which allows nothing that the comparison does not need: it is the same source in each build.
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings, unexpected_cfgs, non_local_definitions, missing_docs)]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod grid;
mod scales;

use grid::Blur;
pub use grid::Grid;

/// Calls what would otherwise be dead.
pub fn use_all(a: &mut [f64]) {
    scales::scale(a, 2.0);
    scales::deep::shift(a, 1.0);
    scales::logarithms(a);
    scales::once(a);
    scales::nothing(a);
    scales::fill(a, 0.0);
    scales::around(a);
    scales::lost(a);
    let mut grid = grid::example(3);
    grid.smooth(0.5);
    let _ = grid.decay() as u64 + Grid::total(&[], 1);
    grid.blur();
    grid.sharpen();
    let mut table = grid::Table { cells: alloc::vec![0.0; 4] };
    table.add(1.0);
    a[0] = table.sum(1.0);
    grid::Table::spread(&mut table.cells, 1.0);
}
