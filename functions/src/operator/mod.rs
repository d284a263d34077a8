//! What the operator of the service does: the catalogue, orders, plans.

pub mod course_input;
pub mod create_course;
pub mod fulfil_order;
pub mod get_service_health;
pub mod list_operator_orders;
pub mod list_reseller_requests;
pub mod recount_account;
pub mod refuse_reseller_request;
pub mod replace_course;
pub mod search_accounts;
pub mod set_account_plan;

pub use create_course::create_course;
pub use fulfil_order::fulfil_order;
pub use get_service_health::get_service_health;
pub use list_operator_orders::list_operator_orders;
pub use list_reseller_requests::list_reseller_requests;
pub use recount_account::recount_account;
pub use refuse_reseller_request::refuse_reseller_request;
pub use replace_course::replace_course;
pub use search_accounts::search_accounts;
pub use set_account_plan::set_account_plan;
