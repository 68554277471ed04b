//! What agents do is done once, whatever call fails.

use super::sweep::sweep;
use super::timeline::{conversation, kinds};
use crate::world::World;

/// An agent presses the button again after any error: the claim is theirs, once.
#[tokio::test]
async fn a_conversation_is_claimed_once_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
        },
        async |member| {
            world
                .agent("maria")
                .claims(&conversation(&world, member))
                .await
                .status
                == 200
        },
        async |member| assert_eq!(kinds(&world, member).await, ["message_in", "claimed"], "{member}"),
    )
    .await;
}

/// The frontend repeats a text under the key that it chose for it.
#[tokio::test]
async fn a_text_is_written_once_whatever_call_fails() {
    let world = World::new().await;
    sweep(
        &world,
        async |member| {
            world
                .member(member)
                .texts(&member.replace('+', "SM"), "Hello")
                .await;
            assert_eq!(
                world
                    .agent("maria")
                    .claims(&conversation(&world, member))
                    .await
                    .status,
                200
            );
        },
        async |member| {
            world
                .agent("maria")
                .writes(&conversation(&world, member), "Hello!", member)
                .await
                .status
                == 202
        },
        async |member| {
            assert_eq!(
                kinds(&world, member).await,
                ["message_in", "claimed", "message_out"],
                "{member}"
            );
        },
    )
    .await;
}
