use hotloop::accel;

fn cost(i: usize) -> f64 {
    i as f64
}

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = cost(i);
    }
}

fn main() {}
