use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    let mut fill = |x: f64| {
        for i in 0..a.len() {
            a[i] = x;
        }
    };
    fill(1.0);
}

fn main() {}
