use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

fn main() {
    let next = AtomicUsize::new(0);
    let mut out = [0; 2];
    hotloop::map!(out[..] = next.fetch_add(1, Relaxed));
}
