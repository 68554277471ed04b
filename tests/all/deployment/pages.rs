//! `memberline pages deploy` on a bucket: what an interruption leaves works, and the next run finishes it.

use std::collections::BTreeMap;

use memberline_cli::operate::pages::bucket::Bucket;
use memberline_cli::operate::pages::deploy::apply;
use memberline_cli::operate::pages::plan::{Plan, RECORD, plan};
use memberline_cli::operate::pages::release::{PageFile, Release};

use crate::world::World;
use crate::world::tap::Break;

/// A release with two scripts, one of which every release has.
fn release(number: u32) -> Release {
    let mut release = Release::default();
    let own = format!("assets/main-{number}.js");
    for (key, content) in [
        (own.as_str(), "run()"),
        ("assets/shared-0.js", "share()"),
        ("mark.svg", "<svg/>"),
        ("download/index.html", own.as_str()),
        ("index.html", own.as_str()),
    ] {
        release.add(PageFile {
            key: key.to_owned(),
            content: content.as_bytes().to_vec(),
        });
    }
    release
}

async fn deploy(bucket: &Bucket, release: &Release) -> anyhow::Result<Plan> {
    let there = bucket.there().await?;
    let plan = plan(release, &there);
    apply(bucket, release, &plan, there.version.as_deref()).await?;
    Ok(plan)
}

impl World {
    async fn pages_bucket(&self, name: &str) -> (Bucket, String) {
        let name = format!("{name}-{}", self.cloud.account);
        self.cloud
            .s3()
            .create_bucket()
            .bucket(&name)
            .send()
            .await
            .unwrap();
        (Bucket::over(self.cloud.s3(), &name), name)
    }

    /// What a bucket holds.
    async fn holds(&self, bucket: &str) -> BTreeMap<String, String> {
        let listed = self
            .cloud
            .s3()
            .list_objects_v2()
            .bucket(bucket)
            .send()
            .await
            .unwrap();
        let mut held = BTreeMap::new();
        for key in listed.contents().iter().filter_map(|object| object.key()) {
            let object = self.cloud.s3().get_object().bucket(bucket).key(key).send();
            let content = object.await.unwrap().body.collect().await.unwrap().to_vec();
            held.insert(key.to_owned(), String::from_utf8(content).unwrap());
        }
        held
    }
}

fn keys(held: &BTreeMap<String, String>) -> Vec<&str> {
    held.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn pages_come_with_what_they_are_and_how_long_they_are_kept() {
    let world = World::new().await;
    let (bucket, name) = world.pages_bucket("pages").await;
    deploy(&bucket, &release(1)).await.unwrap();
    for (key, kind, cache) in [
        (
            "assets/main-1.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
        ),
        ("index.html", "text/html; charset=utf-8", "no-cache"),
        (RECORD, "application/json", "no-cache"),
    ] {
        let head = world.cloud.s3().head_object().bucket(&name).key(key);
        let head = head.send().await.unwrap();
        assert_eq!(
            (head.content_type(), head.cache_control()),
            (Some(kind), Some(cache)),
            "{key}"
        );
    }
    for number in 2..=3 {
        deploy(&bucket, &release(number)).await.unwrap();
    }
    let expected = [
        "assets/main-2.js",
        "assets/main-3.js",
        "assets/shared-0.js",
        "download/index.html",
        "index.html",
        "mark.svg",
        RECORD,
    ];
    assert_eq!(
        keys(&world.holds(&name).await),
        expected,
        "the release before stays"
    );
    world.cloud.tap.take_calls();
    let again = deploy(&bucket, &release(3)).await.unwrap();
    assert!(again.is_done(), "{again:?}");
    let calls = world.cloud.tap.take_calls();
    assert!(calls.iter().all(|call| call.starts_with("GET ")), "{calls:?}");
}

#[tokio::test]
async fn who_deploys_at_the_same_time_is_told_and_nothing_is_removed_from_under_them() {
    let world = World::new().await;
    let (bucket, name) = world.pages_bucket("pages").await;
    for number in 1..=2 {
        deploy(&bucket, &release(number)).await.unwrap();
    }
    let (mine, there) = (release(3), bucket.there().await.unwrap());
    let planned = plan(&mine, &there);
    deploy(&bucket, &release(4)).await.unwrap();
    let refused = apply(&bucket, &mine, &planned, there.version.as_deref()).await;
    let refused = refused.unwrap_err().to_string();
    assert!(refused.contains("somebody else deployed"), "{refused}");
    let held = world.holds(&name).await;
    assert!(
        held.contains_key("assets/main-4.js") && held.contains_key("assets/main-3.js"),
        "{:?}",
        keys(&held)
    );

    let (first, _) = world.pages_bucket("first").await;
    let there = first.there().await.unwrap();
    let planned = plan(&mine, &there);
    deploy(&first, &release(4)).await.unwrap();
    let refused = apply(&first, &mine, &planned, there.version.as_deref()).await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("somebody else deployed")
    );
}

#[tokio::test]
async fn pages_that_are_broken_off_anywhere_work_and_are_finished_by_the_next_run() {
    let world = World::new().await;
    let (bucket, name) = world.pages_bucket("whole").await;
    for number in 1..=3 {
        deploy(&bucket, &release(number)).await.unwrap();
    }
    let expected = world.holds(&name).await;

    let mut broken = 0;
    for how in [Break::Failed, Break::CrashBefore, Break::CrashAfter] {
        for at in 0.. {
            let (bucket, name) = world.pages_bucket(&format!("{how:?}-{at}").to_lowercase()).await;
            for number in 1..=2 {
                deploy(&bucket, &release(number)).await.unwrap();
            }
            world.cloud.tap.break_at(at, how);
            let ended = deploy(&bucket, &release(3)).await;
            if !world.cloud.tap.mend() {
                assert!(ended.is_ok());
                break;
            }
            broken += 1;
            let held = world.holds(&name).await;
            for page in ["index.html", "download/index.html"] {
                assert!(
                    held.contains_key(&held[page]),
                    "{how:?} at {at}: {page} names what is not there"
                );
            }
            deploy(&bucket, &release(3)).await.unwrap();
            assert_eq!(world.holds(&name).await, expected, "{how:?} at {at}");
        }
    }
    assert!(broken > 20, "{broken}");
}
