use hotloop::accel;

#[accel(parallel('sweep))]
fn f(a: &mut [f64]) {
    'sweep: for i in 1..a.len() {
        a[i] = a[i - 1];
    }
}

fn main() {}
