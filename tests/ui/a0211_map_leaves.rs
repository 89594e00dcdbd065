fn first(x: &[f64], out: &mut [f64]) -> Option<f64> {
    hotloop::map! {
        if x[..] < 0.0 {
            return Some(x[..]);
        }
        out[..] = x[..].sqrt();
    }
    None
}

fn main() {
    first(&[1.0], &mut [0.0]);
}
