use std::cell::Cell;

fn main() {
    let total = Cell::new(0.0);
    let x = [1.0, 2.0];
    let add = |v: f64| {
        total.set(total.get() + v);
        v
    };
    let mut out = [0.0; 2];
    hotloop::map!(out[..] = add(x[..]));
}
