//! The protocol of a worker: as many replies as lines, and the tally.
#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let replies = hyokasho::stages::serve(bytes, &hyokasho_fuzz::limits()).expect("pipes are buffers");
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').count();
    assert_eq!(replies.split_inclusive(|byte| *byte == b'\n').count(), lines + 1);
});
