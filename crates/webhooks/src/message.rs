//! What is sent: a CloudEvent, signed.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dondoc_ledger::EntryView;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use serde_json::json;
use sha2::Sha256;

use crate::store::HookId;

/// A message, ready to be signed at the moment it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The same each time that it is sent.
    pub id: String,
    /// The CloudEvent, as JSON.
    pub body: Vec<u8>,
}

/// Returns the message about an entry. `source` is the ledger's origin.
#[must_use]
pub fn message(hook: &HookId, source: &str, entry: &EntryView<'_>) -> Message {
    let event = json!({
        "specversion": "1.0",
        "id": entry.index.to_string(),
        "source": format!("https://{source}/ledger"),
        "type": format!("dondoc.{}", entry.kind),
        "subject": entry.stream,
        "time": entry.recorded.to_string(),
        "datacontenttype": "application/json",
        "data": {
            "entry": entry.index,
            "kind": entry.kind,
            "schema": entry.schema,
            "stream": entry.stream,
            "valid": entry.valid.to_string(),
            "unit": entry.actor.unit,
            "post": entry.actor.post,
            "delegation": entry.actor.delegation,
        },
    });
    Message {
        id: format!("msg_{}_{}", hook.0, entry.index),
        body: event.to_string().into_bytes(),
    }
}

/// Returns the value of `webhook-signature` for a message sent at a moment.
///
/// # Source
/// Standard Webhooks 1.0.0, "Signature scheme": `v1,` and the base 64 of
/// HMAC-SHA256 over `id.timestamp.body`.
#[must_use]
pub fn sign(key: &[u8], id: &str, at: Timestamp, body: &[u8]) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    mac.update(id.as_bytes());
    mac.update(b".");
    mac.update(at.as_second().to_string().as_bytes());
    mac.update(b".");
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the reference library (`svix`, Standard Webhooks).
    #[test]
    fn a_signature_is_that_of_the_reference() {
        let key = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let signed = sign(
            &key,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at,
            b"{\"test\": 2432232314}",
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
