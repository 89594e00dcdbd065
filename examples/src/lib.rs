//! Examples of hotloop.
