//! Being told to stop: Ctrl-C, or the system's word that the time is up.

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Whether somebody wants the run to end.
#[derive(Clone, Debug, Default)]
pub(super) struct Stop(Arc<AtomicUsize>);

impl Stop {
    /// Listens from now on. The first signal asks, the second one ends the program at once.
    pub(super) fn listen() -> Self {
        let stop = Self::default();
        for signal in [SIGINT, SIGTERM] {
            let asked = Arc::new(AtomicBool::new(false));
            // Where the system has no signals, none will come. The order matters: the second signal
            // finds the flag that the first has set.
            let code = 128 + signal;
            let _ = flag::register_conditional_shutdown(signal, code, Arc::clone(&asked));
            let _ = flag::register(signal, asked);
            let _ = flag::register_usize(signal, Arc::clone(&stop.0), code as usize);
        }
        stop
    }

    /// The exit code that the signal asks for.
    pub(super) fn asked(&self) -> Option<u8> {
        match self.0.load(Ordering::Relaxed) {
            0 => None,
            code => Some(u8::try_from(code).unwrap_or(130)),
        }
    }

    /// As if a signal had come.
    #[cfg(test)]
    pub(super) fn ask(&self) {
        self.0.store(130, Ordering::Relaxed);
    }
}
