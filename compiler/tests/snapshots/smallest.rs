fn f(a: &mut [f64]) {
    const _: ::core::option::Option<&::core::primitive::str> = ::core::option_env!(
        "HOTLOOP_BUILD_ISA"
    );
    static __HOTLOOP_FUNCTION: ::hotloop::__private::Function = ::hotloop::__private::Function::new(
        "f",
        ::core::file!(),
        2u32,
    );
    let __hotloop_calling = ::hotloop::__private::Calling;
    let __hotloop_plain = __HOTLOOP_FUNCTION.enter();
    match 0..a.len() {
        __hotloop_r0 => {
            use ::hotloop::__private::{
                Answer as _, CaptureDead as _, Lend as _, CaptureShared as _,
                DeadAccOf as _, DeadExtremeOf as _, DeadTerm as _, DomDead as _,
                NoIx as _, NotFloat as _, NotPath as _, NotCounted as _,
                NotDrifting as _, NotInt as _, NotReceiver as _, NotMethod as _,
                NotList as _, NotStarted as _, NotPointer as _, NotSub as _,
                NotPart as _, NotElement as _, NoRows as _, NotRow as _, NotRows as _,
                NotTabled as _, NotBeyond as _, NotChecked as _, NotCheckedEither as _,
                ReferenceDead as _, SourceDead as _, SourceMutDead as _, Term as _,
                VarDead as _,
            };
            let __hotloop_ex0 = ::hotloop::__private::Ex::new();
            let __hotloop_ex1 = ::hotloop::__private::Ex::new();
            if false {
                for i in (::hotloop::__private::Head::again(&__hotloop_r0)) {
                    __hotloop_ex1.tie(&i);
                    a[{
                        if false {
                            __hotloop_ex0.tie_raw(&raw const a[i]);
                            ::hotloop::__private::diverge();
                        }
                        i
                    }] = 1.0;
                }
            }
            static __HOTLOOP_SITE: ::hotloop::__private::Site = ::hotloop::__private::Site::new(
                "f",
                ::core::file!(),
                3u32,
                1u32,
                &[
                    "the loop runs from exactly 0 to exactly a.len()",
                    "`a[i]`: a.len() - 1 < a.len()",
                    "`a.len()` is the number of its elements",
                    "no order of the operations overflows",
                    "the loop is long enough for the fast form",
                    "type condition: `a` is a slice, array or `Vec`",
                    "type condition: `a[_]` is a primitive",
                    "type condition: `i` is `usize`",
                    "type condition: `i` is an integer",
                ],
            );
            let mut __hotloop_check = ::hotloop::__private::Check::off();
            '__hotloop: {
                '__hotloop_plainly: {
                    if !__hotloop_plain {
                        if true
                            && ::hotloop::__private::SourceMut::new(
                                    &mut *a,
                                    __hotloop_ex0,
                                )
                                .is_array_here() && __hotloop_ex0.is_element()
                            && __hotloop_ex1.is_usize() && __hotloop_ex1.is_int()
                        {
                            let __hotloop_d0 = __hotloop_ex1.domain(&__hotloop_r0);
                            if __hotloop_d0.trip == 0 && __hotloop_d0.known() {
                                break '__hotloop;
                            }
                            if !(__hotloop_d0.trip
                                >= ::hotloop::__private::short(false, false))
                            {
                                __HOTLOOP_SITE
                                    .short(
                                        3u32 + 1,
                                        __hotloop_d0.trip,
                                        || __hotloop_ex0.size(),
                                    );
                            } else if __hotloop_d0.known() {
                                if ::hotloop::__private::verifying()
                                    && __hotloop_check.begin(&__HOTLOOP_SITE)
                                {
                                    ::hotloop::__private::SourceMut::new(&mut *a, __hotloop_ex0)
                                        .verify(&mut __hotloop_check, "a", false);
                                }
                                let __hotloop_len0 = ::hotloop::__private::W(a.len())
                                    .size();
                                let __hotloop_v0 = ::hotloop::__private::SourceMut::new(
                                        &mut *a,
                                        __hotloop_ex0,
                                    )
                                    .view_here();
                                let __hotloop_y0: ::hotloop::__private::I = ::hotloop::__private::I::len(
                                    __hotloop_v0.len(),
                                );
                                let __hotloop_g0 = ::hotloop::__private::I::of(0)
                                    .same(__hotloop_d0.lo)
                                    & (__hotloop_y0).same(__hotloop_d0.hi);
                                let __hotloop_g1 = (::hotloop::__private::I::of(0).natural()
                                    & (::hotloop::__private::I::of(-1i64) + __hotloop_y0)
                                        .lt(__hotloop_y0));
                                let __hotloop_g2 = (__hotloop_len0 == __hotloop_v0.len());
                                if true & __hotloop_g0 & __hotloop_g1 & __hotloop_g2 {
                                    let __hotloop_start0 = __hotloop_d0.start();
                                    __HOTLOOP_SITE
                                        .fast(__hotloop_d0.trip, || __hotloop_ex0.size());
                                    let (__hotloop_lo0, __hotloop_hi0) = (
                                        0u64,
                                        __hotloop_d0.trip,
                                    );
                                    let __hotloop_short = (__hotloop_d0
                                        .trip
                                        .saturating_mul(2u64) / 10u64) < 24u64;
                                    for (__hotloop_lo0, __hotloop_hi0) in __hotloop_v0
                                        .pieces(
                                            __hotloop_lo0,
                                            __hotloop_hi0,
                                            |__hotloop_lo0| {
                                                let i = __hotloop_start0.value(__hotloop_lo0);
                                                ::hotloop::__private::W(i).word()
                                            },
                                        )
                                    {
                                        ::hotloop::__private::levels(
                                            ::hotloop::__private::Built {
                                                v3: true,
                                                v4: true,
                                            },
                                            __hotloop_short,
                                            move || {
                                                __hotloop_v0
                                                    .with(move |__hotloop_v0| {
                                                        let mut __hotloop_k0 = __hotloop_start0
                                                            .values(__hotloop_lo0, __hotloop_hi0);
                                                        while __hotloop_k0.more() {
                                                            let i = __hotloop_k0.take();
                                                            (*{
                                                                let __hotloop_at0 = ::hotloop::__private::W(i).ix();
                                                                unsafe { __hotloop_v0.at(__hotloop_at0) }
                                                            }) = 1.0;
                                                        }
                                                    })
                                            },
                                            move || {
                                                __hotloop_v0
                                                    .with(move |__hotloop_v0| {
                                                        let mut __hotloop_k0 = __hotloop_start0
                                                            .values(__hotloop_lo0, __hotloop_hi0);
                                                        while __hotloop_k0.more() {
                                                            let i = __hotloop_k0.take();
                                                            (*{
                                                                let __hotloop_at0 = ::hotloop::__private::W(i).ix();
                                                                unsafe { __hotloop_v0.at(__hotloop_at0) }
                                                            }) = 1.0;
                                                        }
                                                    })
                                            },
                                            move || {
                                                __hotloop_v0
                                                    .with(move |__hotloop_v0| {
                                                        let mut __hotloop_k0 = __hotloop_start0
                                                            .values(__hotloop_lo0, __hotloop_hi0);
                                                        while __hotloop_k0.more() {
                                                            let i = __hotloop_k0.take();
                                                            (*{
                                                                let __hotloop_at0 = ::hotloop::__private::W(i).ix();
                                                                unsafe { __hotloop_v0.at(__hotloop_at0) }
                                                            }) = 1.0;
                                                        }
                                                    })
                                            },
                                        );
                                    }
                                    if __hotloop_check.ran() {
                                        ::hotloop::__private::SourceMut::new(&mut *a, __hotloop_ex0)
                                            .verify(&mut __hotloop_check, "a", false);
                                        break '__hotloop_plainly;
                                    }
                                    break '__hotloop;
                                } else {
                                    __HOTLOOP_SITE
                                        .fallback(
                                            ::hotloop::__private::first_false(
                                                &[__hotloop_g0, __hotloop_g1, __hotloop_g2],
                                            ),
                                            __hotloop_d0.trip,
                                            __hotloop_ex0.size(),
                                        );
                                }
                            } else {
                                __HOTLOOP_SITE
                                    .fallback(
                                        0,
                                        ::hotloop::__private::UNKNOWN,
                                        ::hotloop::__private::UNKNOWN,
                                    );
                            }
                        } else {
                            __HOTLOOP_SITE
                                .fallback(
                                    if !::hotloop::__private::SourceMut::new(
                                            &mut *a,
                                            __hotloop_ex0,
                                        )
                                        .is_array_here()
                                    {
                                        5u32
                                    } else if !__hotloop_ex0.is_element() {
                                        6u32
                                    } else if !__hotloop_ex1.is_usize() {
                                        7u32
                                    } else if !__hotloop_ex1.is_int() {
                                        8u32
                                    } else {
                                        ::core::primitive::u32::MAX
                                    },
                                    ::hotloop::__private::UNKNOWN,
                                    ::hotloop::__private::UNKNOWN,
                                );
                        }
                    }
                }
                for i in __hotloop_r0 {
                    a[i] = 1.0;
                }
                if __hotloop_check.compares() {
                    ::hotloop::__private::SourceMut::new(&mut *a, __hotloop_ex0)
                        .verify(&mut __hotloop_check, "a", false);
                    __hotloop_check.done();
                }
            }
        }
    }
}
