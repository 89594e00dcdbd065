//! A benchmark for `cargo hotloop profile`.

fn main() {
    assert!(std::env::args().any(|word| word == "--bench"), "as `cargo bench` calls it");
    let mut y = vec![0.0; 100];
    fixture::kernels::axpy(1.0, &[1.0; 100], &mut y);
}
