use hotloop::accel;

use std::sync::atomic::{AtomicUsize, Ordering};

#[accel(parallel, nogil)]
fn f(a: &mut [f64], next: &AtomicUsize) {
    for i in 0..a.len() {
        a[i] = next.fetch_add(1, Ordering::Relaxed) as f64;
    }
}

fn main() {}
