//! Softmax of ten million doubles.
use hotloop::accel;
use std::time::Instant;

#[accel(parallel, nogil)]
pub fn softmax(z: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for i in 0..z.len() {
        sum += z[i].exp();
    }
    for i in 0..z.len() {
        out[i] = z[i].exp() / sum;
    }
}

fn main() {
    let n = 10_000_000;
    let z: Vec<f64> = (0..n).map(|i| (i as f64 * 0.37).sin() * 5.0).collect();
    let (mut a, mut b) = (vec![0.0; n], vec![0.0; n]);
    for _ in 0..3 {
        let t = Instant::now();
        hotloop::with_mode(hotloop::Mode::Original, || softmax(&z, &mut a));
        let plain = t.elapsed();
        let t = Instant::now();
        softmax(&z, &mut b);
        println!("plain {plain:?} fast {:?} {} {}", t.elapsed(), a[5], b[5]);
    }
    println!("{:#?}", hotloop::stats());
}
