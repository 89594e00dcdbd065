use hotloop::accel;

#[accel]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = 0.0;
    }
    #[parallel]
    for i in 1..a.len() {
        a[i] = a[i - 1];
    }
}

fn main() {}
