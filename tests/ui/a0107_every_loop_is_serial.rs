use hotloop::accel;

#[accel(parallel, serial('rows))]
fn f(a: &mut [f64]) {
    'rows: for i in 0..a.len() {
        a[i] = 1.0;
    }
}

fn main() {}
