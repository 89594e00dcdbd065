//! Code that is not the same at each level.

#[hotloop::accel(fastmath)]
pub fn damped(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = a[i].exp() * a[i] + 1.0;
    }
}

#[hotloop::accel(fastmath)]
pub fn squares(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = a[i] * a[i] + 1.0;
    }
}
