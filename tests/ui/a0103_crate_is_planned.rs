use hotloop::accel;

#[accel(parallel, crate = hotloop)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
