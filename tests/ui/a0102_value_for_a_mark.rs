use hotloop::accel;

#[accel]
fn f(a: &mut [f64]) {
    #[parallel(4)]
    for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
