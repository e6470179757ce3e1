//! Page contents: operators to characters, rules, shades and ink.

pub(crate) mod annotation;
pub(crate) mod canvas;
mod cover;
mod dash;
mod double;
mod ink;
pub(crate) mod interpreter;
pub(crate) mod layer;
mod mark;
mod path;
mod show;
pub(crate) mod state;
pub(crate) mod tilt;
