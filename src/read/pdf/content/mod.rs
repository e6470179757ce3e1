//! Page contents: operators to characters, rules, shades and ink.

pub(crate) mod annotation;
pub(crate) mod canvas;
mod cover;
mod dash;
mod double;
mod field;
mod image;
mod ink;
pub(crate) mod interpreter;
pub(crate) mod layer;
mod mark;
mod marks;
mod operands;
mod outline;
mod path;
mod picture;
mod rule;
mod show;
pub(crate) mod state;
mod text_layer;
pub(crate) mod tilt;
