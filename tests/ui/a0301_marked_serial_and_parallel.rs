use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 1..a.len() {
        a[i] = a[i - 1];
    }
    #[serial]
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
