//! Applications: read with whom they concern, written with what is derived from them.

pub(crate) mod case;
