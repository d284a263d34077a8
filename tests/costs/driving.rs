//! Drivers, shares, routes.

use serde_json::json;
use tests::{service::Company, standing::Member};

use super::walk::Walk;

impl Walk {
    pub async fn drivers(&mut self) {
        let home = &self.service.company("Home").await;
        let other = self.service.company("Other").await;
        let shares = format!("{}/shares/{}", home.path, other.id);
        let ann = self.service.driver_of(home, "Ann").await;
        self.post("one", &home.holder, &shares, json!({ "driver_ids": [ann.user] })).await;
        let all = self.service.members(home, 100).await;
        let ids: Vec<_> = all.iter().map(|driver| driver.user).collect();
        self.post("100", &home.holder, &shares, json!({ "driver_ids": ids })).await;
        self.post("all, shared before", &home.holder, &shares, json!({ "all": true })).await;
        self.get("", &home.holder, &shares).await;
        let drivers = format!("{}/drivers", home.path);
        self.get("own, shared with another", &home.holder, &drivers).await;
        self.get("", &other.holder, &format!("{}/drivers", other.path)).await;
        self.get("found", &other.holder, &format!("{}/drivers?q=ann", other.path)).await;
        self.get("own, shared", &home.holder, &format!("{drivers}/{}", ann.user)).await;
        let card = format!("{}/drivers/{}", other.path, ann.user);
        self.get("another's", &other.holder, &card).await;
        self.routing(home, &other, &ann).await;
        let share = format!("{shares}/{}", ann.user);
        self.delete("from a coming route", &home.holder, &share).await;
        let ben = self.service.driver_of(home, "Ben").await;
        self.service.share(home, &other, &[&ben]).await;
        self.delete("", &home.holder, &format!("{shares}/{}", ben.user)).await;
        self.service.share(home, &other, &[&ben]).await;
        let given_back = format!("{}/drivers/{}", other.path, ben.user);
        self.delete("", &other.holder, &given_back).await;
        self.refusing(home, &other, &ben).await;
    }

    async fn refusing(&mut self, home: &Company, other: &Company, ben: &Member) {
        let refused = format!("{}/refused", other.path);
        let (holder, refusal) = (&other.holder, format!("{refused}/{}", home.id));
        self.put("of 100 drivers", holder, &refusal, json!({})).await;
        self.get("", holder, &refused).await;
        self.delete("", holder, &refusal).await;
        self.put("none is shared", holder, &refusal, json!({})).await;
        self.delete("", holder, &refusal).await;
        self.service.share(home, other, &[ben]).await;
        self.put("of a driver", holder, &refusal, json!({})).await;
    }

    pub async fn routing(&mut self, home: &Company, other: &Company, ann: &Member) {
        let (holder, routes) = (&other.holder, format!("{}/routes", other.path));
        let body = |from, until| {
            json!({
                "name": "Route", "starts_at": self.service.in_days(from), "ends_at": self.service.in_days(until),
            })
        };
        let (coming, moved) = (body(100, 101), body(110, 111));
        let made = self.post("", holder, &routes, coming.clone()).await;
        let path = other.route(&made);
        let place = |driver: &Member| format!("{path}/drivers/{}", driver.user);
        self.put("shared", holder, &place(ann), json!({})).await;
        let own = self.service.driver_of(other, "Own").await;
        self.put("own", holder, &place(&own), json!({})).await;
        self.get("", holder, &routes).await;
        self.get("", holder, &path).await;
        self.patch("renamed", holder, &path, json!({ "name": "Other route" })).await;
        self.patch("moved, two drivers", holder, &path, moved).await;
        let driver = self.service.sign_in_by_mail(&ann.email).await;
        self.get("", &driver, "/v1/me/routes").await;
        self.delete("", holder, &place(&own)).await;
        let other_route = self.post("", holder, &routes, coming).await;
        self.delete("no driver", holder, &other.route(&other_route)).await;
        let at_home = self.service.route(home, 24, 1).await;
        home.put_on(&at_home, ann).await.expect(200);
        self.delete("one driver", &home.holder, &home.route(&at_home)).await;
    }
}
