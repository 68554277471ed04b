//! Whether an evidence packet holds, without access to anything but the packet.

use std::fmt;

use memberline_domain::evidence::{BrokenPacket, Checked, Findings, Packet};
use serde_json::{Value, json};

use crate::counted::counted;

/// A packet that holds.
#[derive(Debug)]
pub struct Verified {
    /// What was checked.
    pub checked: Checked,
    /// The packet's own digest.
    pub digest: String,
    /// What follows from that, and what does not.
    pub findings: Findings,
}

/// Checks a packet as `docs/evidence.md` says; the error is the first thing that does not hold.
pub fn verify(packet: &[u8]) -> Result<Verified, BrokenPacket> {
    let packet = Packet::read(packet)?;
    let checked = packet.check()?;
    let findings = packet.findings(checked);
    Ok(Verified {
        checked,
        digest: packet.digest,
        findings,
    })
}

impl Verified {
    /// It for machines.
    pub fn json(&self) -> Value {
        json!({ "holds": true, "digest": self.digest, "checked": self.checked, "findings": self.findings })
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checked {
            timelines,
            entries,
            shredded,
            unknown,
        } = self.checked;
        write!(
            formatter,
            "{} with {}: every link holds; digest {}",
            counted(timelines, "timeline", "timelines"),
            counted(entries, "entry", "entries"),
            self.digest
        )?;
        if shredded > 0 {
            write!(
                formatter,
                "\n{} cannot be opened any more: the keys were destroyed",
                counted(shredded, "entry", "entries")
            )?;
        }
        if unknown > 0 {
            write!(
                formatter,
                "\n{} of kinds that this release does not know",
                counted(unknown, "entry is", "entries are")
            )?;
        }
        for (title, lines) in [
            ("Bound by the hash chains:", &self.findings.bound),
            ("Only carried, under the digest alone:", &self.findings.carried),
            ("Not shown by any of it (docs/evidence.md):", &self.findings.open),
        ] {
            write!(formatter, "\n{title}")?;
            for line in lines {
                write!(formatter, "\n- {line}")?;
            }
        }
        Ok(())
    }
}
