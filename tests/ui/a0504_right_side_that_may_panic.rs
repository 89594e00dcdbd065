use hotloop::accel;

#[accel(parallel)]
fn f(a: &[u32], b: &[u32]) -> bool {
    let mut all = true;
    for i in 0..a.len() {
        all = all && a[i] / b[i] > 2;
    }
    all
}

fn main() {}
