//! A function that the attribute refuses.

#[hotloop::accel(parallel)]
pub fn running(a: &mut [f64]) {
    for i in 1..a.len() {
        a[i] += a[i - 1];
    }
}
