use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    #[cfg(any())]
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
