//! Why may I not do this, and who may.

use dondoc_city::{City, civil};
use jiff::Timestamp;
use serde::Serialize;

use crate::action::Action;
use crate::authority::Authority;
use crate::decision::{Attempt, Decision, Reason, Under};
use crate::principal::Principal;
use crate::resource::Resource;

/// Why a decision came out as it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// What was decided.
    pub decision: Decision,
    /// Every way in which it was tried: each post, delegation and role.
    pub attempts: Vec<Attempt>,
    /// Who may do it that day, in order of the post's id.
    pub who_may: Vec<(Under, Vec<Reason>)>,
}

impl Authority {
    /// Explains a decision: what was tried, what each try came to, who may.
    ///
    /// Asks about every post, so it is for a page that explains, not for every
    /// request.
    pub fn explain(
        &self,
        city: &City,
        who: &Principal,
        action: Action,
        on: &Resource,
        at: Timestamp,
    ) -> Explanation {
        Explanation {
            decision: self.decide(city, who, action, on, at),
            attempts: self.attempts(city, who, action, on, at),
            who_may: self.who_may(city, action, on, at),
        }
    }

    /// Returns who may do it that day, whether by office, by vesting or by
    /// delegation, with the policies that say so, in order of the post's id.
    pub fn who_may(
        &self,
        city: &City,
        action: Action,
        on: &Resource,
        at: Timestamp,
    ) -> Vec<(Under, Vec<Reason>)> {
        let day = civil(at).date();
        let mut posts = Vec::new();
        for (post, _) in city.registry.posts() {
            let Some(person) = city.registry.who_held(post, day) else {
                continue;
            };
            let who = Principal {
                person: Some(person.clone()),
                post: Some(post.clone()),
                ..Principal::default()
            };
            let decided = self.decide(city, &who, action, on, at);
            if let Some(under) = decided.under.filter(|under| under.role.is_none()) {
                posts.push((under, decided.reasons));
            }
        }
        posts
    }
}
