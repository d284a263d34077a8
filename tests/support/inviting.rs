//! Users as companies get them: invited, and joined by the link in their mail.

use serde_json::{Value, json};

use crate::{Caller, Service, service::Company};

impl Service {
    /// Invites somebody to a company; gives the user as it is answered.
    pub async fn invite(&self, to: &Company, email: &str) -> Value {
        let body = json!({ "email": email });
        to.holder.post(&format!("{}/users", to.path), body).await.expect(201)
    }

    /// Follows the newest activation link that was mailed to an address; gives who signed in.
    pub async fn activate(&self, email: &str) -> Caller {
        let body = json!({ "token": self.mailed_token(email).await });
        let answer = self.anonymous().post("/v1/activations", body).await.expect(200);
        // Who had signed in before signs in by themselves.
        let Some(token) = answer["token"].as_str() else { return self.sign_in(email).await };
        let mut caller = self.anonymous().with_token(token);
        caller.email = email.to_owned();
        caller
    }

    /// Somebody who was invited to a company and has joined, signed in, with the path of the user.
    pub async fn joined(&self, to: &Company, email: &str) -> (Caller, String) {
        let user = self.invite(to, email).await;
        let path = format!("{}/users/{}", to.path, user["id"].as_str().expect("an id"));
        (self.activate(email).await, path)
    }

    /// Gives a company's plan so many seats.
    pub async fn seats(&self, of: &Company, limit: u32) {
        let plan = format!("/v1/operator/accounts/{}", of.id);
        self.operator().await.put(&plan, json!({ "seat_limit": limit })).await.expect(200);
    }
}
