// `map!`: the same facts.

fn statements(a: f64, x: &[f64], y: &mut [f64], k: &[usize], n: usize) {
    hotloop::map!(y[..] = a * x[..] + y[..]); //~ parallel; guarded x[..], y[..], =y[..]
    hotloop::map!(y[1..n] = x[k[..]]); //~ parallel; guarded k[..], =y[1..n]; checked x[k[..]]
}
