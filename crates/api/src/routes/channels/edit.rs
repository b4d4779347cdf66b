//! `PATCH /channels/{channel_id}`

use axum::extract::State;
use parvis_app::channels::{self, ChannelEdit};
use parvis_app::pictures::Picture;
use parvis_app::private::GroupEdit;
use parvis_app::{ActionError, App, Refusal};
use parvis_model::marker::ChannelMarker;
use parvis_model::{Channel, ChannelType, Field, Id};
use parvis_rules::{names, validate};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::error::{ApiResult, invalid_fields};
use crate::extract::{Auth, Json, Path, Reason, from_json};

/// The JSON of a change of a group.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EditGroup {
    name: Field<String>,
    icon: Field<String>,
}

impl EditGroup {
    fn into_edit(self) -> ApiResult<GroupEdit> {
        let mut errors = Vec::new();
        let name = self.name.change().map(|name| name.map(|name| names::clean_name(&name)));
        let name = name.map(|name| name.filter(|name| !name.is_empty()));
        if let Some(Some(name)) = &name {
            errors.extend(validate::group_dm_name("name", name).err());
        }
        let icon = self.icon.change().map(|icon| {
            icon.map(|uri| Picture::from_data_uri("icon", &uri))
                .transpose()
                .map_err(|error| errors.push(error))
        });
        let icon = icon.map(Result::unwrap_or_default);
        if errors.is_empty() { Ok(GroupEdit { name, icon }) } else { Err(invalid_fields(errors)) }
    }
}

/// Changes a channel of a guild, a thread, or a group.
pub async fn edit_channel(
    State(app): State<App>,
    Auth(caller): Auth,
    Path(channel_id): Path<Id<ChannelMarker>>,
    Reason(reason): Reason,
    Json(body): Json<Box<RawValue>>,
) -> ApiResult<Json<Channel>> {
    let read = |kind: ChannelType| -> ApiResult<ChannelEdit> {
        let bytes = body.get().as_bytes();
        match kind {
            ChannelType::DM => Err(ActionError::Refused(Refusal::CannotExecuteOnDirect).into()),
            ChannelType::GROUP_DM => Ok(ChannelEdit::OfGroup(from_json::<EditGroup>(bytes)?.into_edit()?)),
            kind if kind.is_thread() => Ok(ChannelEdit::OfThread(from_json(bytes)?)),
            _ => Ok(ChannelEdit::OfGuild(Box::new(from_json(bytes)?))),
        }
    };
    Ok(Json(channels::edit(&app, &caller, channel_id, read, reason).await?))
}
