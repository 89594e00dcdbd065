//! Methods: of a block with the attribute, with their own, of a trait, of generic types.

#[cfg(test)]
use alloc::vec;
use alloc::vec::Vec;
use hotloop::accel;

/// Numbers in rows. What it holds is seen by its `Debug`.
#[derive(Debug)]
pub struct Grid {
    cells: Vec<f64>,
    columns: usize,
}

/// Private, as is all that follows.
pub(crate) fn example(size: usize) -> Grid {
    Grid { cells: (0..size * 3).map(|n| n as f64 * 0.5).collect(), columns: 3 }
}

#[cfg(test)]
#[allow(dead_code)]
fn with_weight(size: usize) -> (Grid, f64) {
    (example(size), 0.25)
}

#[accel]
impl Grid {
    pub(crate) fn smooth(&mut self, weight: f64) {
        for i in self.columns..self.cells.len() {
            self.cells[i] = self.cells[i] * weight + self.columns as f64;
        }
    }
}

impl Grid {
    #[accel]
    pub(crate) fn decay(&mut self) -> usize {
        for i in 0..self.cells.len() {
            self.cells[i] *= 0.5;
        }
        self.columns
    }

    /// Wrong by a planted fault, where it is not the plain function.
    #[cfg(test)]
    #[allow(dead_code)]
    #[accel]
    fn faulty(&mut self) {
        if self.cells.len() > 8 && std::env::var_os("HOTLOOP_DISABLE").is_none() {
            self.cells[0] = 9.5;
        }
        for i in 1..self.cells.len() {
            self.cells[i] *= 1.0;
        }
    }

    /// No receiver.
    #[accel]
    pub(crate) fn total(cells: &[u32], start: u32) -> u64 {
        let mut sum = 0u64;
        for i in 0..cells.len() {
            sum = sum.wrapping_add(cells[i] as u64);
        }
        sum.wrapping_add(start as u64)
    }
}

pub(crate) trait Blur {
    fn cells(&mut self) -> &mut [f64];

    /// A default method.
    #[accel]
    fn blur(&mut self) {
        let cells = self.cells();
        for i in 0..cells.len() {
            cells[i] += 0.125;
        }
    }

    fn sharpen(&mut self);
}

impl Blur for Grid {
    fn cells(&mut self) -> &mut [f64] {
        &mut self.cells
    }

    #[accel]
    fn sharpen(&mut self) {
        for i in 0..self.cells.len() {
            self.cells[i] -= 0.125;
        }
    }
}

/// Without `Debug`.
pub(crate) struct Table<T> {
    pub(crate) cells: Vec<T>,
}

impl<T: Copy + core::ops::AddAssign> Table<T> {
    #[accel]
    pub(crate) fn add(&mut self, by: T) {
        for i in 0..self.cells.len() {
            self.cells[i] += by;
        }
    }

    /// The first one after all.
    #[accel]
    pub(crate) fn sum(&mut self, by: T) -> T {
        for i in 0..self.cells.len() {
            self.cells[i] += by;
        }
        let mut sum = by;
        for i in 0..self.cells.len() {
            sum += self.cells[i];
        }
        sum
    }

    /// Of a generic type, without a receiver.
    #[accel]
    pub(crate) fn spread(to: &mut [T], by: T) {
        for i in 0..to.len() {
            to[i] += by;
        }
    }
}

#[cfg(test)]
#[allow(dead_code)]
fn tables(size: usize) -> (Table<f32>, f32) {
    (Table { cells: vec![1.0; size] }, 2.0)
}
