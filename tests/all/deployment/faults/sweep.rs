//! One sweep through the calls of an operation.

use jiff::SignedDuration;

use crate::world::World;
use crate::world::tap::Break;

/// Breaks every call of `operation` in turn and in every way, each time for a member of their own. `operation` runs in a newly
/// started process and says whether it was told that all is well; if not, it is run again with AWS mended.
pub async fn sweep(
    world: &World,
    prepare: impl AsyncFn(&str),
    operation: impl AsyncFn(&str) -> bool,
    check: impl AsyncFn(&str),
) -> usize {
    let mut broken = 0;
    let mut number = 15_552_030_000_u64;
    for how in Break::ALL {
        for at in 0.. {
            number += 1;
            let member = format!("+{number}");
            prepare(&member).await;
            world.cloud.tap.break_at(at, how);
            let told_well = operation(&member).await;
            let broke = world.cloud.tap.mend();
            if !told_well {
                assert!(broke, "{how:?} at {at}: failed with nothing broken");
                // Beyond the time that an attempt may take, and the pause after one that was deferred.
                world.clock.pass(SignedDuration::from_secs(130));
                for _ in 0..3 {
                    if operation(&member).await {
                        break;
                    }
                    world.clock.pass(SignedDuration::from_secs(130));
                }
            }
            check(&member).await;
            if !broke {
                break;
            }
            broken += 1;
        }
    }
    broken
}
