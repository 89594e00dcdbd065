use hotloop::accel;

#[accel(parallel)]
fn f(a: &[f64], out: &mut [usize]) -> f64 {
    let mut most = a[0];
    let mut at = 0;
    for i in 0..a.len() {
        if a[i] > most {
            most = a[i];
            at = i;
        }
        out[i] = at;
    }
    most
}

fn main() {}
