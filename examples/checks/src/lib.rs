//! What needs more than the examples themselves: their tests (`tests`), and the two that print the loop compiler's report
//! (`fibonacci`, `laplace_in_place`; their files lie beside those of the others).
