//! The function of the operation `list_api_keys`.

fn main() -> Result<(), shared::lambda::Error> {
    shared::lambda::serve(functions::routes::list_api_keys())
}
