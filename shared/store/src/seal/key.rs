//! Sealing: AES-256-GCM under a data key per aggregate, wrapped by a key of the organisation.
//!
//! The associated data names the place of what is sealed, so that a ciphertext moved elsewhere does not open.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hmac, rand};
use memberline_domain::aggregate::chain::Hash;
use zeroize::Zeroizing;

use crate::error::SealError;

const KEY_LEN: usize = 32;
const ID_LEN: usize = 4;
const VERSION: u8 = 1;

/// Fills an array with random bytes.
pub fn random<const N: usize>() -> Result<[u8; N], SealError> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| SealError::Crypto)?;
    Ok(bytes)
}

/// Bytes as hexadecimal digits in lower case.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// A 256-bit key, wiped when dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; KEY_LEN]>);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// Takes over 32 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SealError> {
        let mut key = Zeroizing::new([0; KEY_LEN]);
        if bytes.len() != KEY_LEN {
            return Err(SealError::Malformed);
        }
        key.copy_from_slice(bytes);
        Ok(Self(key))
    }

    fn aead(&self) -> Result<LessSafeKey, SealError> {
        UnboundKey::new(&AES_256_GCM, self.0.as_slice())
            .map(LessSafeKey::new)
            .map_err(|_| SealError::Crypto)
    }

    /// Appends nonce and ciphertext of `plain` to `out`.
    fn encrypt(&self, mut out: Vec<u8>, place: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE_LEN] = random()?;
        let mut text = Zeroizing::new(Vec::with_capacity(plain.len() + AES_256_GCM.tag_len()));
        text.extend_from_slice(plain);
        let nonce_used = Nonce::assume_unique_for_key(nonce);
        self.aead()?
            .seal_in_place_append_tag(nonce_used, Aad::from(place.as_bytes()), &mut *text)
            .map_err(|_| SealError::Crypto)?;
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&text);
        Ok(out)
    }

    fn decrypt(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN).ok_or(SealError::Malformed)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Malformed)?;
        let mut text = Zeroizing::new(text.to_vec());
        let length = self
            .aead()?
            .open_in_place(nonce, Aad::from(place.as_bytes()), &mut text)
            .map_err(|_| SealError::Forged)?
            .len();
        text.truncate(length);
        Ok(text)
    }

    /// Seals `plain` for `place`, as a value that names no data key.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        self.encrypt(vec![VERSION], place, plain)
    }

    /// Opens what [`Key::seal`] made for `place`.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        match sealed.split_first() {
            Some((&VERSION, rest)) => self.decrypt(place, rest),
            _ => Err(SealError::Malformed),
        }
    }
}

/// A key of the organisation, which wraps the data keys of its aggregates.
#[derive(Debug, Clone)]
pub struct OrganisationKey {
    /// Its version, from 1; the highest one wraps.
    pub version: u16,
    pub key: Key,
}

impl OrganisationKey {
    /// Seals `plain` for `place`: the key's version, then what [`Key::seal`] makes.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut out = self.version.to_be_bytes().to_vec();
        out.extend(self.key.seal(place, plain)?);
        Ok(out)
    }

    /// The version of the key that [`OrganisationKey::seal`] made a value with, and what [`Key::open`] opens; `None` when it is too
    /// short.
    pub fn sealed_by(sealed: &[u8]) -> Option<(u16, &[u8])> {
        let (version, sealed) = sealed.split_first_chunk()?;
        Some((u16::from_be_bytes(*version), sealed))
    }
}

/// The data key of one aggregate.
#[derive(Debug, Clone)]
pub struct DataKey {
    id: [u8; ID_LEN],
    key: Key,
}

impl DataKey {
    /// A new random key.
    pub fn generate() -> Result<Self, SealError> {
        Ok(Self {
            id: random()?,
            key: Key(Zeroizing::new(random()?)),
        })
    }

    /// Wraps it for the aggregate `pk`: version, organisation key's version, key id, nonce, ciphertext.
    pub fn wrap(&self, by: &OrganisationKey, pk: &str) -> Result<Vec<u8>, SealError> {
        let mut out = vec![VERSION];
        out.extend_from_slice(&by.version.to_be_bytes());
        out.extend_from_slice(&self.id);
        by.key.encrypt(out, pk, self.key.0.as_slice())
    }

    /// Unwraps what [`DataKey::wrap`] made for `pk`.
    pub fn unwrap(wrapped: &[u8], by: &OrganisationKey, pk: &str) -> Result<Self, SealError> {
        if wrapping_version(wrapped)? != by.version {
            return Err(SealError::Forged);
        }
        let (id, rest) = wrapped[3..]
            .split_at_checked(ID_LEN)
            .ok_or(SealError::Malformed)?;
        let key = Key::from_bytes(&by.key.decrypt(pk, rest)?)?;
        Ok(Self {
            id: id.try_into().map_err(|_| SealError::Malformed)?,
            key,
        })
    }

    /// 256 bits that follow from the key and `label`, and tell nothing of the key: HMAC-SHA256 under a key that is itself
    /// derived, as the data key seals and does nothing else.
    pub fn token(&self, label: &str) -> Result<[u8; KEY_LEN], SealError> {
        let derived = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, self.key.0.as_slice()),
            b"memberline.token.v1",
        );
        let derived = hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref());
        let token = hmac::sign(&derived, label.as_bytes());
        token.as_ref().try_into().map_err(|_| SealError::Crypto)
    }

    /// The salt of what the entry at `pk` and `sk` says of the plaintext of its sealed part. It may be shown, which tells nothing of
    /// the key, and is gone with it.
    pub fn content_salt(&self, pk: &str, sk: &str) -> Result<Hash, SealError> {
        self.salt(b"memberline.salt.v1", pk, sk)
    }

    /// The salt of what the entry at `pk` and `sk` says of the number that its timeline is about.
    pub fn owner_salt(&self, pk: &str, sk: &str) -> Result<Hash, SealError> {
        self.salt(b"memberline.owner-salt.v1", pk, sk)
    }

    /// HMAC-SHA256 over the parts, each preceded by its length, so that no token is made of the same bytes.
    fn salt(&self, label: &[u8], pk: &str, sk: &str) -> Result<Hash, SealError> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.0.as_slice());
        let mut context = hmac::Context::with_key(&key);
        for part in [label, pk.as_bytes(), sk.as_bytes()] {
            context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            context.update(part);
        }
        Hash::try_from(context.sign().as_ref()).map_err(|_| SealError::Crypto)
    }

    /// Seals `plain` for `place`: version, key id, nonce, ciphertext.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut out = vec![VERSION];
        out.extend_from_slice(&self.id);
        self.key.encrypt(out, place, plain)
    }

    /// Opens what [`DataKey::seal`] made for `place`. `None` when it was sealed under a key that is no longer the
    /// aggregate's: the content was shredded.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, SealError> {
        let Some((&VERSION, rest)) = sealed.split_first() else {
            return Err(SealError::Malformed);
        };
        let (id, rest) = rest.split_at_checked(ID_LEN).ok_or(SealError::Malformed)?;
        if id != self.id {
            return Ok(None);
        }
        self.key.decrypt(place, rest).map(Some)
    }
}

/// The version of the organisation key that wrapped this data key.
pub fn wrapping_version(wrapped: &[u8]) -> Result<u16, SealError> {
    match wrapped {
        [VERSION, high, low, ..] => Ok(u16::from_be_bytes([*high, *low])),
        _ => Err(SealError::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn organisation_key(version: u16) -> OrganisationKey {
        let key = Key::from_bytes(&[7; KEY_LEN]).unwrap_or_else(|e| panic!("{e}"));
        OrganisationKey { version, key }
    }

    #[test]
    fn a_token_follows_from_key_and_label_alone() {
        let key = |byte| DataKey {
            id: [1; ID_LEN],
            key: Key::from_bytes(&[byte; KEY_LEN]).unwrap_or_else(|e| panic!("{e}")),
        };
        let token = |byte, label: &str| key(byte).token(label).unwrap_or_else(|e| panic!("{e}"));
        let hex = token(7, "download T#lakeside#1 7")
            .iter()
            .fold(String::new(), |hex, b| hex + &format!("{b:02x}"));
        assert_eq!(
            hex, "28289a7be8767442eba837b3c201d6d1f2fb49d43b5ed0419319fa6cefe1c88c",
            "links that were sent go on to work after a deploy"
        );
        let rewrapped = key(7)
            .wrap(&organisation_key(3), "T#a#1")
            .unwrap_or_else(|e| panic!("{e}"));
        let rewrapped =
            DataKey::unwrap(&rewrapped, &organisation_key(3), "T#a#1").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(rewrapped.token("a").ok(), Some(token(7, "a")));
        assert_ne!(token(7, "a"), token(7, "b"));
        assert_ne!(token(7, "a"), token(8, "a"));
    }

    #[test]
    fn a_salt_follows_from_key_and_place_alone() {
        let key = |byte| DataKey {
            id: [1; ID_LEN],
            key: Key::from_bytes(&[byte; KEY_LEN]).unwrap_or_else(|e| panic!("{e}")),
        };
        let (pk, sk) = ("S#lakeside#0123456789abcdef", "E#0000000001");
        let salt = key(7).content_salt(pk, sk).unwrap_or_else(|e| panic!("{e}"));
        let owner = key(7).owner_salt(pk, sk).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            [salt.to_string(), owner.to_string()],
            [
                "d0c206b7e36906625b88846225caafba6b12bb934a796c00962ecc730d9c568f",
                "817d8ed225483833d690676c122f530ff1921ad90a3d52d0bdc24952c1ec54f2"
            ],
            "what entries say of their plaintexts stays checkable"
        );
        let others = [
            key(8).content_salt(pk, sk),
            key(7).content_salt(pk, "E#0000000002"),
            key(7).content_salt("S#lakeside#0123456789abcdeE", "#0000000001"),
        ];
        assert!(others.iter().all(|other| other.is_ok_and(|other| other != salt)));
    }

    #[test]
    fn what_sealing_adds_is_known() {
        let key = DataKey::generate().unwrap_or_else(|e| panic!("{e}"));
        let sealed = key.seal("p", b"12345").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            sealed.len(),
            5 + memberline_domain::aggregate::chain::SEALED_OVERHEAD
        );
    }

    proptest! {
        #[test]
        fn what_is_sealed_opens_in_its_place_only(plain in prop::collection::vec(any::<u8>(), 0..200), flip in 5..200_usize) {
            let key = DataKey::generate().unwrap_or_else(|e| panic!("{e}"));
            let wrapped = key.wrap(&organisation_key(3), "T#a#1").unwrap_or_else(|e| panic!("{e}"));
            let key = DataKey::unwrap(&wrapped, &organisation_key(3), "T#a#1").unwrap_or_else(|e| panic!("{e}"));
            prop_assert!(DataKey::unwrap(&wrapped, &organisation_key(3), "T#b#1").is_err());
            prop_assert!(DataKey::unwrap(&wrapped, &organisation_key(4), "T#a#1").is_err());

            let sealed = key.seal("T#a#1 E#1", &plain).unwrap_or_else(|e| panic!("{e}"));
            let opened = key.open("T#a#1 E#1", &sealed).unwrap_or_else(|e| panic!("{e}"));
            prop_assert_eq!(opened.as_ref().map(|o| o.as_slice()), Some(plain.as_slice()));
            prop_assert!(key.open("T#a#1 E#2", &sealed).is_err());
            let mut forged = sealed.clone();
            let at = 5 + flip % (forged.len() - 5);
            forged[at] ^= 1;
            prop_assert!(key.open("T#a#1 E#1", &forged).is_err());

            let other = DataKey::generate().unwrap_or_else(|e| panic!("{e}"));
            prop_assert!(other.open("T#a#1 E#1", &sealed).is_ok_and(|o| o.is_none()));
        }

        #[test]
        fn hostile_bytes_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            let key = DataKey::generate().unwrap_or_else(|e| panic!("{e}"));
            prop_assert!(!matches!(key.open("p", &bytes), Ok(Some(_))));
            prop_assert!(DataKey::unwrap(&bytes, &organisation_key(1), "p").is_err());
            prop_assert!(key.key.open("p", &bytes).is_err());
        }
    }
}
