use hotloop::accel;

const WIDE: u64 = 4;

#[accel(parallel, threads = n)]
fn f0(a: &mut [f64], n: usize) {
    for i in 0..n {
        a[i] = 1.0;
    }
}

#[accel(parallel, grain = WIDE)]
fn f1(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
