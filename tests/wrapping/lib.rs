//! Programs in which integer arithmetic wraps around, as in release builds: the workspace compiles this package without
//! overflow checks, and with the assertions of debug builds, which find an access outside of its array.
