#![deny(warnings)]

use hotloop::accel;

#[accel(parallel('rows), serial('time))]
fn heat(u: &mut [f64], v: &mut [f64], steps: usize, m: usize) {
    'time: for _ in 0..steps {
        'rows: for i in 0..v.len() / m {
            for j in 1..m - 1 {
                v[i * m + j] = 0.5 * (u[i * m + j - 1] + u[i * m + j + 1]);
            }
        }
        for i in 0..u.len() {
            u[i] = v[i];
        }
    }
}

fn main() {
    let (mut u, mut v) = (vec![1.0; 12], vec![1.0; 12]);
    heat(&mut u, &mut v, 3, 4);
    assert_eq!(u, [1.0; 12]);
}
