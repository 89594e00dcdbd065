//! What programs use beside their arguments: functions that the attribute does not see into, structs, a
//! macro, a constant.

#[inline(never)]
pub fn smooth(v: f64) -> f64 {
    v * 0.5 + 0.75
}

#[inline(never)]
pub fn choosy(v: f64) -> f64 {
    if v > 3.875 {
        panic!("choosy refuses {v}");
    }
    v - 0.25
}

/// A sum in order.
#[inline(never)]
pub fn total(row: &[f64]) -> f64 {
    row.iter().fold(0.25, |sum, v| sum + v)
}

#[inline(never)]
pub fn mixed(row: &[i64]) -> i64 {
    row.iter().fold(7, |all: i64, &v| all.wrapping_mul(5).wrapping_add(v))
}

#[inline(never)]
pub fn lift(row: &mut [f64], by: f64) {
    row.iter_mut().for_each(|v| *v = *v * 0.5 + by);
}

#[inline(never)]
pub fn extent<T>(all: &[T]) -> usize {
    all.len()
}

macro_rules! twice {
    ($value:expr) => {
        ($value).wrapping_add(1)
    };
}
pub(crate) use twice;

macro_rules! nothing {
    () => {};
}
pub(crate) use nothing;

pub const TABLE: [f64; 4] = [0.5, 1.0, 2.0, 4.0];

/// An element that is a struct, and not copied.
#[derive(Clone, Debug)]
pub struct Part {
    pub x: f64,
    pub y: f64,
    pub k: i64,
    pub t: (i32, bool),
    pub v: [f64; 3],
    pub name: String,
}

#[derive(Clone, Debug)]
pub struct Grid {
    pub u: Vec<f64>,
    pub w: Box<[i64]>,
}

#[derive(Clone, Debug)]
pub struct State {
    pub total: i64,
    pub last: usize,
    pub sum: f64,
    pub pair: (i64, f64),
    pub grid: Grid,
}
