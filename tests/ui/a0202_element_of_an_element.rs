use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [Vec<f64>]) {
    for i in 0..a.len() {
        for j in 0..3 {
            a[i][j] = 1.0;
        }
    }
}

fn main() {}
