//! Longer texts: a tutorial, what loops may be, limits, a page for each code of a message, and pages for those who come from other tools.
//!
//! They are the files of the folder `docs` of this crate. All Rust code in them is compiled, and run where it says
//! something of results.

#[doc = include_str!("../docs/tutorial.md")]
pub mod tutorial {}

#[doc = include_str!("../docs/loops.md")]
pub mod loops {}

#[doc = include_str!("../docs/limits.md")]
pub mod limits {}

/// For those who come from another tool.
pub mod coming_from {
    #[doc = include_str!("../docs/coming-from/numba.md")]
    pub mod numba {}
    #[doc = include_str!("../docs/coming-from/cython.md")]
    pub mod cython {}
    #[doc = include_str!("../docs/coming-from/openmp.md")]
    pub mod openmp {}
    #[doc = include_str!("../docs/coming-from/rayon.md")]
    pub mod rayon {}
    #[doc = include_str!("../docs/coming-from/julia.md")]
    pub mod julia {}
}

/// A page for each code of an error, a warning or a remark.
pub mod codes {
    macro_rules! pages {
        ($($name:ident $file:literal)*) => {
            $(
                #[doc = include_str!(concat!("../docs/codes/", $file, ".md"))]
                pub mod $name {}
            )*
        };
    }

    pages! {
        a0101 "A0101"
        a0102 "A0102"
        a0104 "A0104"
        a0105 "A0105"
        a0106 "A0106"
        a0107 "A0107"
        a0108 "A0108"
        a0109 "A0109"
        a0111 "A0111"
        a0201 "A0201"
        a0202 "A0202"
        a0208 "A0208"
        a0209 "A0209"
        a0210 "A0210"
        a0211 "A0211"
        a0212 "A0212"
        a0213 "A0213"
        a0214 "A0214"
        a0215 "A0215"
        a0216 "A0216"
        a0217 "A0217"
        a0301 "A0301"
        a0302 "A0302"
        a0303 "A0303"
        a0305 "A0305"
        a0401 "A0401"
        a0402 "A0402"
        a0403 "A0403"
        a0501 "A0501"
        a0502 "A0502"
        a0503 "A0503"
        a0504 "A0504"
        a0601 "A0601"
        a0602 "A0602"
        a0603 "A0603"
        a0604 "A0604"
        a0605 "A0605"
        a0606 "A0606"
        a0901 "A0901"
        a0902 "A0902"
    }
}
