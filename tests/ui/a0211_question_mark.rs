use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [Option<f64>]) -> Option<()> {
    for i in 0..a.len() {
        a[i] = Some(a[i]? + 1.0);
    }
    Some(())
}

fn main() {}
