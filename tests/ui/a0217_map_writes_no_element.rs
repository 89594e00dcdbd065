fn main() {
    let x = [1.0, 2.0];
    let mut counts = [0; 4];
    let mut out = [0.0; 2];
    let mut sum = 0.0;
    hotloop::map! {
        out[..] = x[..];
        sum += x[..];
        counts[x[..] as usize] += 1;
        (out[..], sum) = (x[..], 1.0);
        add(&mut sum, x[..]);
    }
}

fn add(sum: &mut f64, x: f64) {
    *sum += x;
}
