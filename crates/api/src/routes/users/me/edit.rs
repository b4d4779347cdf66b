//! `PATCH /users/@me`

use axum::extract::State;
use axum::http::HeaderMap;
use parvis_app::accounts::{AccountEdit, AccountName, PasswordChange};
use parvis_app::pictures::Picture;
use parvis_app::{App, accounts};
use parvis_model::{CurrentUser, Field};
use parvis_rules::limits::{self, chars};
use parvis_rules::{names, validate};
use serde::{Deserialize, Serialize};

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, client_of};
use crate::proof;

/// What changes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditCurrentUser {
    username: Option<String>,
    global_name: Field<String>,
    avatar: Field<String>,
    bio: Field<String>,
    locale: Option<String>,
    password: Option<String>,
    new_password: Option<String>,
    // A second factor, which a new password needs where the account has one.
    code: Option<String>,
    ticket: Option<String>,
    credential: Option<String>,
}

/// The account, with a new token after a change of password.
#[derive(Debug, Serialize)]
pub struct Edited {
    #[serde(flatten)]
    user: CurrentUser,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

impl EditCurrentUser {
    fn to_edit(&self, is_bot: bool) -> ApiResult<AccountEdit> {
        let mut errors = Vec::new();
        let mut edit = AccountEdit::default();
        if let Some(username) = &self.username {
            let parse = if is_bot { AccountName::of_bot } else { AccountName::of_person };
            edit.username = parse("username", username).map_err(|error| errors.push(error)).ok();
        }
        if let Some(name) = self.global_name.as_ref().change() {
            let name = name.map(|name| names::clean_name(name)).filter(|name| !name.is_empty());
            if let Some(name) = &name {
                errors.extend(validate::display_name("global_name", name).err());
            }
            edit.global_name = Some(name);
        }
        if let Some(avatar) = self.avatar.as_ref().change() {
            let picture = avatar.map(|uri| Picture::from_data_uri("avatar", uri)).transpose();
            edit.avatar = picture.map_err(|error| errors.push(error)).ok();
        }
        if let Some(bio) = self.bio.as_ref().change() {
            let bio = bio.map_or("", String::as_str).trim().to_owned();
            errors.extend(validate::length("bio", chars(&bio), 0..=limits::BIO_CHARS_MAX).err());
            edit.bio = Some(bio);
        }
        if let Some(locale) = &self.locale {
            errors.extend(validate::locale("locale", locale).err());
            edit.locale = Some(locale.clone());
        }
        if let Some(password) = &self.new_password {
            errors.extend(validate::password("new_password", password).err());
        }
        if errors.is_empty() { Ok(edit) } else { Err(invalid_fields(errors)) }
    }
}

/// Changes the caller's own account. A new password ends every login; the answer holds a new token.
pub async fn edit_current_user(
    State(app): State<App>,
    Auth(caller): Auth,
    headers: HeaderMap,
    Json(body): Json<EditCurrentUser>,
) -> ApiResult<Json<Edited>> {
    let edit = body.to_edit(caller.is_bot)?;
    let token = match body.new_password {
        Some(new_password) => {
            let proof =
                proof::shown(&app, body.code.as_deref(), body.ticket.as_deref(), body.credential.as_deref())?;
            let change = PasswordChange { password: body.password, proof, new_password };
            let changed = accounts::change_password(&app, &caller, change, client_of(&headers)).await?;
            Some(changed.token)
        }
        None => None,
    };
    let user = accounts::edit(&app, &caller, edit).await?;
    Ok(Json(Edited { user, token }))
}
