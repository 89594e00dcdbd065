use hotloop::accel;

#[accel(parallel)]
fn f(a: &mut [f64]) {
    for i in 0..a.len() {
        a[i] = if option_env!("HALF").is_some() { 1.0 } else { 2.0 };
    }
}

fn main() {}
