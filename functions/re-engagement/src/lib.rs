//! Tracking events in, timers in, texts to stalled applicants out.
