//! A member who sends files, and what the tests say of them.

use memberline_domain::directory::Organisation;
use memberline_domain::directory::administration::Record;
use memberline_domain::thread::Medium;

use crate::world::World;
use crate::world::media::MediaHost;

pub const MEMBER: &str = "+15552010001";
pub const PAY_STUB: &[u8] = include_bytes!("../../../../infra/local/assets/pay-stub.png");
pub const PDF: &[u8] = b"%PDF-1.7 a letter of the employer";

pub fn address(n: usize) -> String {
    MediaHost::address(&format!("ME{n}"))
}

/// A member who sent these files.
pub async fn sent(world: &World, host: &MediaHost, files: &[&[u8]]) {
    let addresses: Vec<_> = (1..=files.len()).map(address).collect();
    for (address, file) in addresses.iter().zip(files) {
        host.put(address, file);
    }
    assert!(world.sends_media(MEMBER, "MM1", "my pay stub", &addresses).await);
}

pub fn names(media: &[Medium]) -> Vec<&'static str> {
    media.iter().map(|m| m.state.name()).collect()
}

pub fn code(medium: &Medium) -> &'static str {
    medium.state.reason().map_or("", |(code, _)| code)
}

pub async fn change_organisation(world: &World, change: impl FnOnce(&mut Organisation)) {
    let mut organisation = world.tenant("lakeside").await.directory.organisation.clone();
    change(&mut organisation);
    world.writes(Record::Organisation(organisation)).await;
}
