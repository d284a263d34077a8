//! The function of the operation `resend_manager_invitation`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::resend_manager_invitation())
}
