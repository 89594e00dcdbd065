//! Free functions.

#[cfg(test)]
use alloc::vec::Vec;
use hotloop::accel;

/// Names that the module of the comparison has too.
#[allow(dead_code)]
struct Case;
#[allow(dead_code)]
struct Random;

#[accel]
pub(crate) fn scale(a: &mut [f64], by: f64) {
    for i in 0..a.len() {
        a[i] *= by;
    }
}

pub(super) mod deep {
    /// In a private module.
    #[hotloop::accel]
    pub(in crate) fn shift(a: &mut [f64], by: f64) {
        for i in 0..a.len() {
            a[i] += by;
        }
    }
}

/// Inputs that only this module can name.
#[cfg(test)]
#[allow(dead_code)]
fn few(size: usize) -> Vec<f64> {
    (0..size / 2).map(|n| n as f64).collect()
}

/// Inputs of its own.
#[accel(parallel)]
pub(crate) fn once(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] += 3.0;
    }
}

/// Says that there are no NaN, which is not so: really different from the plain function then.
#[accel(fastmath(nnan, ninf))]
pub(crate) fn logarithms(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = a[i].ln();
    }
}

/// Nothing comes out of it.
#[accel]
pub(crate) fn nothing(a: &[f64]) {
    let mut sum = 0.0;
    for i in 0..a.len() {
        sum += a[i];
    }
    let _ = sum;
}

#[accel]
pub(crate) fn fill<T: Copy>(a: &mut [T], with: T) {
    for i in 0..a.len() {
        a[i] = with;
    }
}

/// A function inside of a function.
pub(crate) fn around(a: &mut [f64]) {
    #[accel]
    fn inside(a: &mut [f64]) {
        for i in 0..a.len() {
            a[i] -= 1.0;
        }
    }
    inside(a);
}

#[cfg(not(feature = "more"))]
pub(crate) fn lost(_: &mut [f64]) {}

/// Not in the build.
#[cfg(feature = "more")]
#[accel]
pub(crate) fn lost(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] -= 1.0;
    }
}
