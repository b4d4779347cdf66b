//! Somebody uses something of an application: checked, and on its way to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use parvis_bus::Audience;
use parvis_model::marker::{
    ApplicationMarker, AttachmentMarker, ChannelMarker, CommandMarker, CommandVersionMarker, GenericMarker,
    GuildMarker, InteractionMarker, MessageMarker, UserMarker,
};
use parvis_model::{
    Attachment, ChannelType, CommandDataOption, CommandOptionType, CommandType, Event, Id, Interaction,
    InteractionContext, InteractionData, InteractionGuild, InteractionMember, InteractionMetadata,
    InteractionType, Message, MessageType, Nonce, OptionValue, Permissions, ResolvedData, User,
};
use parvis_rules::commands::Purpose;
use parvis_store::tables::{self, users::Account};

use super::token::Token;
use super::waiting::{self, Source, State, Waiting};
use super::{ComponentUse, FormUse, access_of, by_http, component, form};
use crate::access::{self, ChannelAccess};
use crate::commands::{self, CommandRequest};
use crate::error::{ActionError, ActionResult, Kind};
use crate::messages::{FileDraft, NewFile};
use crate::{App, Caller, endpoints, private};

/// What somebody does with something of an application.
#[derive(Debug)]
pub struct Invocation {
    /// Whose.
    pub application_id: Id<ApplicationMarker>,
    /// In which guild, if the client says so.
    pub guild_id: Option<Id<GuildMarker>>,
    /// Where.
    pub channel_id: Id<ChannelMarker>,
    /// Comes back in the events about it.
    pub nonce: Option<Nonce>,
    /// What.
    pub deed: Deed,
    /// Files that options or fields name by their number in the request.
    pub files: Vec<FileDraft>,
}

/// What it is that somebody does.
#[derive(Debug)]
pub enum Deed {
    /// Using a command.
    Command(CommandUse),
    /// Typing a value that the application can complete.
    Complete(CommandUse),
    /// Pressing a button or choosing in a menu.
    Component(ComponentUse),
    /// Sending a form in.
    Form(FormUse),
}

/// A command with what is given to it.
#[derive(Debug)]
pub struct CommandUse {
    /// Which.
    pub id: Id<CommandMarker>,
    /// The state of the command that the client knew, if it says so.
    pub version: Option<Id<CommandVersionMarker>>,
    /// The values.
    pub options: Vec<CommandDataOption>,
    /// The account or message on which it is used.
    pub target_id: Option<Id<GenericMarker>>,
}

/// Who interacts, and where: both sides may be there.
pub(super) struct Scene<'a> {
    pub(super) app: &'a App,
    pub(super) caller: &'a Caller,
    pub(super) access: ChannelAccess,
    pub(super) application_id: Id<ApplicationMarker>,
    /// The channel as the application's bot may view it.
    pub(super) bot: ChannelAccess,
    /// The files by their number in the request.
    pub(super) files: BTreeMap<u64, Attachment>,
}

impl Scene<'_> {
    /// The file that a value names by its number in the request.
    pub(super) fn file(&self, value: &str) -> Option<&Attachment> {
        self.files.get(&value.parse().ok()?)
    }

    /// Refuses what the application may not know of: a channel that its bot may not view has no name for it.
    pub(super) fn require_known_to_bot(&self, resolved: &mut ResolvedData) -> ActionResult<()> {
        let Some(guild) = self.bot.guild() else { return Ok(()) };
        for (id, channel) in &mut resolved.channels {
            let permissions = guild.permissions_in(*id);
            if !permissions.contains(Permissions::VIEW_CHANNEL) {
                let message = "The application cannot see this channel.";
                return Err(ActionError::invalid("data", "INTERACTION_CHANNEL_HIDDEN", message));
            }
            channel.app_permissions = Some(permissions);
        }
        Ok(())
    }
}

/// What was done, checked: what the application gets, and what its answers will say of it.
pub(super) struct Done {
    pub(super) kind: InteractionType,
    pub(super) data: InteractionData,
    pub(super) name: Option<String>,
    pub(super) target_user: Option<User>,
    pub(super) target_message_id: Option<Id<MessageMarker>>,
    pub(super) trigger: Option<InteractionMetadata>,
    /// The message whose component was used, or from which the form came.
    pub(super) message: Option<(Message, Source)>,
    pub(super) answer_type: MessageType,
    pub(super) completes: Option<CommandOptionType>,
}

impl Done {
    pub(super) fn new(kind: InteractionType, data: InteractionData) -> Self {
        Self {
            kind,
            data,
            name: None,
            target_user: None,
            target_message_id: None,
            trigger: None,
            message: None,
            answer_type: MessageType::DEFAULT,
            completes: None,
        }
    }
}

/// Brings what somebody does to the application. Returns when it is on its way; what comes of it, events say.
pub async fn invoke(app: &App, caller: &Caller, invocation: Invocation) -> ActionResult<()> {
    caller.require_person()?;
    let Invocation { application_id, guild_id, channel_id, nonce, deed, files } = invocation;
    let access = access::channel(app, caller, channel_id, Permissions::NONE).await?;
    if guild_id.is_some() && guild_id != access.guild_id() {
        return Err(ActionError::Unknown(Kind::Channel));
    }
    if access.guild().is_some_and(|guild| guild.actor().is_restrained()) {
        return Err(ActionError::MissingPermissions);
    }
    private::require_reachable(app, caller, &access).await?;
    let bot = bot_in(app, application_id, &access).await?;
    let files: BTreeMap<_, _> =
        files.into_iter().map(|file| (file.upload.index, NewFile::new(app, file, false))).collect();
    let shown = files.iter().map(|(index, new)| (*index, shown_file(app, channel_id, new))).collect();
    let scene = Scene { app, caller, access, application_id, bot, files: shown };
    let done = match deed {
        Deed::Command(command) => command_used(&scene, command, Purpose::Use).await?,
        Deed::Complete(command) => command_used(&scene, command, Purpose::Complete).await?,
        Deed::Component(used) => component::used(&scene, used).await?,
        Deed::Form(filled) => form::sent_in(&scene, filled).await?,
    };
    begin(&scene, done, nonce, files.into_values().collect()).await
}

/// The channel for the application, whose bot must be there too: else the application is not here.
async fn bot_in(
    app: &App,
    application_id: Id<ApplicationMarker>,
    access: &ChannelAccess,
) -> ActionResult<ChannelAccess> {
    match access_of(app, application_id, access.id()).await {
        Ok(bot) if is_used_here(&bot, application_id.cast()) => Ok(bot),
        Ok(_) | Err(ActionError::Unknown(_)) => Err(ActionError::Unknown(Kind::Application)),
        Err(other) => Err(other),
    }
}

/// People are no applications, and groups have no bots.
fn is_used_here(bot: &ChannelAccess, bot_id: Id<UserMarker>) -> bool {
    match bot.guild() {
        Some(guild) => guild.member.user.bot,
        None => {
            let channel = bot.channel();
            let is_bot = channel.recipients.iter().any(|user| user.id == bot_id && user.bot);
            channel.kind == ChannelType::DM && is_bot
        }
    }
}

fn shown_file(app: &App, channel_id: Id<ChannelMarker>, new: &NewFile) -> Attachment {
    let mut file = new.file.clone();
    file.ephemeral = true;
    app.sign_file(channel_id, &mut file);
    file
}

async fn command_used(scene: &Scene<'_>, command: CommandUse, purpose: Purpose) -> ActionResult<Done> {
    let CommandUse { id, version, mut options, target_id } = command;
    name_files(scene, &mut options)?;
    let attachments: BTreeMap<Id<AttachmentMarker>, Attachment> =
        scene.files.values().map(|file| (file.id, file.clone())).collect();
    let application_id = scene.application_id;
    let request = CommandRequest { application_id, id, version, options, target_id, attachments };
    let prepared = commands::prepare(scene.app, scene.caller, &scene.access, request, purpose).await?;
    let mut data = prepared.data;
    scene.require_known_to_bot(&mut data.resolved)?;
    let name = spoken_name(&data.name, &data.options);
    let target_user = data.target_id.and_then(|id| data.resolved.users.get(&id.cast()).cloned());
    let target_message_id = data.target_id.map(Id::cast).filter(|id| data.resolved.messages.contains_key(id));
    let completes = (purpose == Purpose::Complete).then(|| focused(&data.options)).flatten();
    let answer_type = match data.kind {
        CommandType::CHAT => MessageType::CHAT_INPUT_COMMAND,
        _ => MessageType::CONTEXT_MENU_COMMAND,
    };
    let kind = match purpose {
        Purpose::Use => InteractionType::APPLICATION_COMMAND,
        Purpose::Complete => InteractionType::APPLICATION_COMMAND_AUTOCOMPLETE,
    };
    let data = InteractionData::Command(Box::new(data));
    let done = Done::new(kind, data);
    Ok(Done { name: Some(name), target_user, target_message_id, completes, answer_type, ..done })
}

/// Puts the ids of the files in the places of their numbers.
fn name_files(scene: &Scene<'_>, options: &mut [CommandDataOption]) -> ActionResult<()> {
    for option in options {
        name_files(scene, &mut option.options)?;
        if option.kind == CommandOptionType::ATTACHMENT {
            let named = option.value.as_ref().and_then(OptionValue::as_text).and_then(|it| scene.file(it));
            let Some(file) = named else {
                let path = format!("data.options.{}.value", option.name);
                let message = "No file of this number came with the request.";
                return Err(ActionError::invalid(path, "INTERACTION_UNKNOWN_FILE", message));
            };
            option.value = Some(OptionValue::Text(file.id.to_string()));
        }
    }
    Ok(())
}

/// A command's name with those of its group and subcommand.
fn spoken_name(name: &str, options: &[CommandDataOption]) -> String {
    let mut name = name.to_owned();
    let mut options = options;
    while let Some(nested) = options.first().filter(|option| option.kind.is_nested()) {
        name.push(' ');
        name.push_str(&nested.name);
        options = &nested.options;
    }
    name
}

fn focused(options: &[CommandDataOption]) -> Option<CommandOptionType> {
    let here = options.iter().find(|option| option.focused).map(|option| option.kind);
    here.or_else(|| options.iter().find_map(|option| focused(&option.options)))
}

/// Lets the interaction wait for its answer, keeps its files, and sends it on its way.
async fn begin(scene: &Scene<'_>, done: Done, nonce: Option<Nonce>, files: Vec<NewFile>) -> ActionResult<()> {
    let Scene { app, access, .. } = scene;
    let id: Id<InteractionMarker> = app.ids.next();
    let token = Token::random(id);
    let me = scene.caller.user_id;
    let account = app.read(move |tx| Ok(tables::users::account(tx, me)?)).await?;
    let endpoint = endpoints::endpoint_of(app, scene.application_id).await?;
    let account = account.ok_or(ActionError::Unauthorized)?;
    let source = done.message.as_ref().map(|(_, source)| *source);
    let metadata = metadata_of(scene, id, &account, &done);
    let waiting = Arc::new(Waiting {
        application_id: scene.application_id,
        token_hash: token.digest,
        guild_id: access.guild_id(),
        channel_id: access.id(),
        nonce,
        metadata,
        name: done.name.clone(),
        answer_type: done.answer_type,
        source,
        completes: done.completes,
        has_files: !files.is_empty(),
        state: State::default(),
    });
    let interaction = interaction_of(scene, id, account, done, token.text);
    if !files.is_empty() {
        keep_files(app, access, &waiting, files).await?;
    }
    app.interactions.add(Arc::clone(&waiting))?;
    waiting::start_timer(app, id);
    app.tell_in_passing(Audience::User(me), Event::InteractionAccepted(waiting.progress()));
    if let Some(endpoint) = endpoint {
        by_http::hand_over(app, endpoint, interaction);
        return Ok(());
    }
    let audience =
        Audience::Application { application_id: scene.application_id, guild_id: access.guild_id() };
    app.tell_in_passing(audience, Event::InteractionCreate(Box::new(interaction)));
    Ok(())
}

fn metadata_of(
    scene: &Scene<'_>,
    id: Id<InteractionMarker>,
    account: &Account,
    done: &Done,
) -> InteractionMetadata {
    let is_form = done.kind == InteractionType::MODAL_SUBMIT;
    let interacted = done.message.as_ref().filter(|_| !is_form).map(|(message, _)| message.id);
    InteractionMetadata {
        id,
        kind: done.kind,
        user: account.user.clone(),
        authorizing_integration_owners: owners(scene),
        original_response_message_id: None,
        target_user: done.target_user.clone().map(Box::new),
        target_message_id: done.target_message_id,
        interacted_message_id: interacted,
        triggering_interaction_metadata: done.trigger.clone().map(Box::new),
    }
}

/// Every application is here by a guild's installation, or in a conversation with its bot.
fn owners(scene: &Scene<'_>) -> BTreeMap<String, Id<GenericMarker>> {
    let owner = scene.access.guild_id().map_or(Id::new(0), Id::cast);
    BTreeMap::from([("0".to_owned(), owner)])
}

fn interaction_of(
    scene: &Scene<'_>,
    id: Id<InteractionMarker>,
    account: Account,
    done: Done,
    token: String,
) -> Interaction {
    let Scene { app, access, bot, .. } = scene;
    let mut channel = access.channel().clone();
    channel.permissions = Some(access.permissions);
    let bot_id: Id<UserMarker> = scene.application_id.cast();
    channel.recipients.retain(|user| user.id != bot_id);
    let guild = access.guild();
    let member = guild.map(|guild| {
        let member = guild.member.as_ref().clone();
        Box::new(InteractionMember { member, permissions: access.permissions })
    });
    Interaction {
        id,
        application_id: scene.application_id,
        kind: done.kind,
        data: Some(done.data),
        guild: guild.map(|guild| {
            let guild = guild.guild.guild();
            let locale = guild.preferred_locale.clone();
            InteractionGuild { id: guild.id, locale, features: guild.features.clone() }
        }),
        guild_id: access.guild_id(),
        channel: Some(Box::new(channel)),
        channel_id: Some(access.id()),
        user: member.is_none().then(|| Box::new(account.user)),
        member,
        token,
        version: 1,
        message: done.message.map(|(message, _)| Box::new(message)),
        app_permissions: bot.permissions,
        locale: account.locale,
        guild_locale: guild.map(|guild| guild.guild.guild().preferred_locale.clone()),
        entitlements: Vec::new(),
        entitlement_sku_ids: Vec::new(),
        authorizing_integration_owners: owners(scene),
        context: Some(match guild {
            Some(_) => InteractionContext::GUILD,
            None => InteractionContext::BOT_DM,
        }),
        attachment_size_limit: app.config.attachment_size_bytes_max,
    }
}

/// Makes files the interaction's, for as long as its token is good.
async fn keep_files(
    app: &App,
    access: &ChannelAccess,
    waiting: &Waiting,
    files: Vec<NewFile>,
) -> ActionResult<()> {
    let kept = waiting.kept(None, None);
    app.write(access.lane(), move |tx, out| {
        tables::interactions::insert(tx, &kept)?;
        files.into_iter().try_for_each(|file| file.store(tx, out, kept.channel_id, kept.id.cast()))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(name: &str, kind: CommandOptionType, options: Vec<CommandDataOption>) -> CommandDataOption {
        CommandDataOption { name: name.to_owned(), kind, value: None, options, focused: false }
    }

    #[test]
    fn the_name_of_a_subcommand_is_the_whole_way_to_it() {
        let text = option("text", CommandOptionType::STRING, Vec::new());
        let sub = option("add", CommandOptionType::SUB_COMMAND, vec![text.clone()]);
        let group = option("note", CommandOptionType::SUB_COMMAND_GROUP, vec![sub.clone()]);
        assert_eq!(spoken_name("my", &[group]), "my note add");
        assert_eq!(spoken_name("my", &[sub]), "my add");
        assert_eq!(spoken_name("my", &[text]), "my");
    }
}
