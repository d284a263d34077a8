//! Whether a firm's person stands in a client's account. Their own context there says for which firm
//! they act, and no more: it counts only while all that stands behind it is there, which is read with
//! it, consistently. So each of these ends is effective with the very next request, and is one write
//! however many people it concerns:
//!
//! | end | what is not there |
//! |---|---|
//! | the client ends the firm, or the firm the client | the firm's grant: the client's manager item, accepted |
//! | somebody leaves the firm, is removed, or is its admin or manager no longer | their context in the firm, by the same membership |
//! | the firm is closed | its account |

use super::{
    Items, Key, StoreError, Table,
    client::Client,
    keys,
    manager::Manager,
    person::{Context, Membership},
};

impl Context {
    /// What stands behind it, if the person acts for a firm.
    pub fn behind(&self) -> Option<[Key; 3]> {
        let (via, manager) = (self.via?, self.manager_id?);
        let grant = keys::manager(self.account_id, manager);
        Some([grant, keys::context(self.person_id, via.firm_id), keys::account(via.firm_id)])
    }

    /// The context as it counts, by what was read of what stands behind it: a firm's person has the
    /// scope of the firm's grant. `None` if it does not count.
    pub fn counting(self, read: &Items) -> Result<Option<Self>, StoreError> {
        let Some(via) = self.via else { return Ok(Some(self)) };
        let Some([grant, own, firm]) = self.behind() else { return Ok(None) };
        let grant: Option<Manager> = read.get(&grant)?;
        let own: Option<Self> = read.get(&own)?;
        let is_granted =
            |grant: &Manager| grant.accepted_at.is_some() && grant.firm() == Some(via.firm_id);
        let is_own: Option<Membership> = own.and_then(|own| own.membership());
        let stands = is_own == Some(via.membership) && read.has(&firm);
        let grant = grant.filter(|grant| stands && is_granted(grant));
        Ok(grant.map(|grant| Self { scope: Some(grant.scope), ..self }))
    }

    /// Where the firm's shared labels for it lie.
    fn labelled(&self) -> Option<Key> {
        Some(keys::client(self.via?.firm_id, self.account_id))
    }

    /// The context with those of the firm's labels that were read.
    fn with_firm_labels(self, read: &Items) -> Result<Self, StoreError> {
        let client: Option<Client> = match self.labelled() {
            Some(key) => read.get(&key)?,
            None => None,
        };
        Ok(Self { firm_labels: client.map(|client| client.labels).unwrap_or_default(), ..self })
    }
}

impl Table {
    /// Those of a person's contexts that count, as they count and with their firms' labels. Who acts
    /// for no firm pays nothing for it: nothing is read.
    pub async fn standing(&self, contexts: Vec<Context>) -> Result<Vec<Context>, StoreError> {
        let behind = contexts.iter().filter_map(Context::behind).flatten();
        let labelled = contexts.iter().filter_map(Context::labelled);
        let read = self.get_many(behind.chain(labelled)).await?;
        let counting = contexts.into_iter().filter_map(|one| one.counting(&read).transpose());
        counting.map(|one| one?.with_firm_labels(&read)).collect()
    }

    /// What most likely stands behind the context under a key, by what it was lately: to be read
    /// along with it. What is read decides, never what is remembered.
    pub fn likely_behind(&self, context: &Key) -> impl Iterator<Item = Key> + use<> {
        let context: Option<Context> = self.remembered(context);
        context.and_then(|context| context.behind()).into_iter().flatten()
    }
}
