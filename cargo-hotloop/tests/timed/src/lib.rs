//! Nothing: what is run is in `examples`, `tests` and `benches`.
