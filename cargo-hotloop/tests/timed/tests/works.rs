//! A test for `cargo hotloop profile`.

#[test]
fn it_works() {
    assert!(std::path::Path::new("benches/timed.rs").exists(), "in the package's folder");
    let mut y = vec![0.0; 100];
    fixture::kernels::axpy(1.0, &[1.0; 100], &mut y);
    assert_eq!(y, [1.0; 100]);
}
