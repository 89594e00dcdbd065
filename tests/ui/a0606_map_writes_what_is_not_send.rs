use std::rc::Rc;

fn main() {
    let mut out = vec![Rc::new(0); 2];
    let x = [1, 2];
    hotloop::map!(out[..] = Rc::new(x[..]));
}
