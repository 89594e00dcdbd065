use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        #[cfg(debug_assertions)]
        let x = 1.0;
        #[cfg(not(debug_assertions))]
        let x = 2.0;
        a[i] = x;
    }
}

fn main() {}
