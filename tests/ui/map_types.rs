// What rustc itself says of a statement, at the user's own places.
fn main() {
    let x = [1.0, 2.0];
    let mut out = [0.0; 2];
    hotloop::map!(out[..] = x[..] > 1.0);
    hotloop::map!(out[..] = missing[..]);
    let text = "text";
    hotloop::map!(out[..] = text[..]);
    hotloop::map!(out[..] + x[..]; out[..] = k);
}
