//! The functions that programs call: the attribute does not see into them.

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
