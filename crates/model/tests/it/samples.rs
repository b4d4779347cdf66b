//! Realistic values of every entity, filled as far as a busy server fills them.

mod components;

use parvis_model::*;

pub use components::{components, row};
use serde_json::json;

pub const GUILD: u64 = 41_771_983_423_143_937;
pub const CHANNEL: u64 = 41_771_983_423_143_940;
pub const ANNA: u64 = 80_351_110_224_678_912;
pub const BOT: u64 = 80_351_110_224_678_999;
pub const MODERATORS: u64 = 41_771_983_423_143_936;
pub const ADDRESS: &str = "https://parvis.example/attachments/1/2/plan.png?ex=1&is=1&hm=1";
pub const HASH: &str = "a_8342729096ea3675442027381ff50dfe";

pub fn id<M>(value: u64) -> Id<M> {
    Id::new(value)
}

pub fn moment() -> Timestamp {
    Timestamp::from_unix_ms(1_795_328_210_123)
}

pub fn user() -> User {
    User {
        global_name: Some("Anna Müller".to_owned()),
        avatar: Some(HASH.to_owned()),
        accent_color: Some(0x00ff_8800),
        flags: UserFlags::ACTIVE_DEVELOPER | UserFlags::SPAMMER,
        public_flags: UserFlags::ACTIVE_DEVELOPER,
        avatar_decoration_data: Some(Box::new(AvatarDecoration {
            asset: HASH.to_owned(),
            sku_id: Some(id(7)),
        })),
        collectibles: Some(Box::new(Collectibles {
            nameplate: Some(Nameplate {
                sku_id: Some(id(8)),
                asset: "nameplates/x".to_owned(),
                label: "A wave".to_owned(),
                palette: "cobalt".to_owned(),
            }),
        })),
        primary_guild: Some(Box::new(PrimaryGuild {
            identity_guild_id: Some(id(GUILD)),
            identity_enabled: Some(true),
            tag: Some("TOWN".to_owned()),
            badge: Some(HASH.to_owned()),
        })),
        ..User::new(id(ANNA), "anna")
    }
}

pub fn bot() -> User {
    User { flags: UserFlags::VERIFIED_BOT, ..User::bot(id(BOT), "helper") }
}

pub fn current_user() -> CurrentUser {
    CurrentUser {
        mfa_enabled: true,
        email: Some("anna@example.org".to_owned()),
        ..CurrentUser::new(user(), "fr")
    }
}

pub fn member() -> Member {
    Member {
        nick: Some("Anna (mairie)".to_owned()),
        roles: vec![id(MODERATORS)],
        flags: MemberFlags::DID_REJOIN,
        communication_disabled_until: Some(moment()),
        premium_since: Some(moment()),
        ..Member::new(user(), moment())
    }
}

pub fn role() -> Role {
    let mut role = Role {
        permissions: Permissions::BAN_MEMBERS | Permissions::SET_VOICE_CHANNEL_STATUS,
        position: 3,
        hoist: true,
        mentionable: true,
        icon: Some(HASH.to_owned()),
        tags: Some(Box::new(RoleTags {
            bot_id: Some(id(BOT)),
            integration_id: Some(id(3)),
            premium_subscriber: true,
            ..RoleTags::default()
        })),
        ..Role::new(id(MODERATORS), "Modération")
    };
    role.set_color(0x0033_66ff);
    role
}

pub fn emoji() -> Emoji {
    Emoji { user: Some(Box::new(user())), roles: vec![id(MODERATORS)], ..Emoji::new(id(9), "parvis") }
}

pub fn sticker() -> Sticker {
    Sticker {
        id: id(10),
        name: "Bravo".to_owned(),
        tags: "clap,well done".to_owned(),
        kind: StickerType::GUILD,
        format_type: Some(StickerFormatType::PNG),
        description: Some("Two hands".to_owned()),
        available: true,
        guild_id: id(GUILD),
        user: Some(Box::new(user())),
    }
}

pub fn guild() -> Guild {
    Guild {
        icon: Some(HASH.to_owned()),
        description: Some("La place du village".to_owned()),
        features: vec![GuildFeature::COMMUNITY],
        roles: vec![Role::everyone(id(GUILD)), role()],
        emojis: vec![emoji()],
        stickers: vec![sticker()],
        system_channel_id: Some(id(CHANNEL)),
        incidents_data: Some(Box::new(IncidentsData {
            invites_disabled_until: Some(moment()),
            dms_disabled_until: None,
        })),
        approximate_member_count: Some(312),
        approximate_presence_count: Some(40),
        ..Guild::new(id(GUILD), "Saint-Rémy", id(ANNA))
    }
}

pub fn attachment() -> Attachment {
    Attachment {
        title: Some("Plan".to_owned()),
        description: Some("A plan of the square".to_owned()),
        content_type: Some("image/png".to_owned()),
        width: Some(800),
        height: Some(600),
        flags: AttachmentFlags::IS_SPOILER,
        duration_secs: Some(1.5),
        waveform: Some("AAA=".to_owned()),
        ephemeral: true,
        ..Attachment::new(id(11), "plan.png", 120_000, ADDRESS)
    }
}

pub fn embed() -> Embed {
    let address = Some("https://example.org/x.png".to_owned());
    let media = EmbedMedia {
        url: address.clone(),
        proxy_url: address.clone(),
        width: Some(32),
        height: Some(32),
        content_type: Some("image/png".to_owned()),
        description: Some("A square".to_owned()),
    };
    Embed {
        title: Some("Marché".to_owned()),
        description: Some("Samedi à 8 h".to_owned()),
        url: Some("https://example.org".to_owned()),
        timestamp: Some(moment()),
        color: Some(0x00ff_ffff),
        footer: Some(EmbedFooter {
            text: "La mairie".to_owned(),
            icon_url: address.clone(),
            proxy_icon_url: address.clone(),
        }),
        image: Some(media.clone()),
        thumbnail: Some(media.clone()),
        video: Some(media),
        provider: Some(EmbedProvider {
            name: "Example".to_owned(),
            url: Some("https://example.org".to_owned()),
        }),
        author: Some(EmbedAuthor {
            name: "Anna".to_owned(),
            url: Some("https://example.org".to_owned()),
            icon_url: address.clone(),
            proxy_icon_url: address,
        }),
        fields: vec![EmbedField { name: "Où".to_owned(), value: "Place".to_owned(), inline: true }],
        ..Embed::default()
    }
}

pub fn message() -> Message {
    let quoted =
        Message { content: "Qui vient ?".to_owned(), ..Message::new(id(20), id(CHANNEL), user(), moment()) };
    let snapshot = SnapshotMessage {
        kind: MessageType::DEFAULT,
        content: "Forwarded".to_owned(),
        mentions: vec![user()],
        mention_roles: vec![id(MODERATORS)],
        attachments: vec![attachment()],
        embeds: vec![embed()],
        timestamp: moment(),
        edited_timestamp: None,
        flags: MessageFlags::NONE,
        components: Vec::new(),
    };
    let mut starred = Reaction::new(ReactionEmoji::custom(id(9), "parvis"), 2, true);
    starred.emoji.animated = true;
    Message {
        kind: MessageType::REPLY,
        content: format!("Moi, <@{ANNA}> !"),
        edited_timestamp: Some(moment()),
        mentions: vec![user().into()],
        mention_roles: vec![id(MODERATORS)],
        mention_channels: vec![ChannelMention {
            id: id(CHANNEL),
            guild_id: id(GUILD),
            kind: ChannelType::GUILD_ANNOUNCEMENT,
            name: "annonces".to_owned(),
        }],
        attachments: vec![attachment()],
        embeds: vec![embed()],
        reactions: vec![starred, Reaction::new(ReactionEmoji::unicode("👍"), 1, false)],
        nonce: Some(Nonce::Text("n-1".to_owned())),
        pinned: true,
        webhook_id: Some(id(12)),
        application_id: Some(id(BOT)),
        flags: MessageFlags::SUPPRESS_NOTIFICATIONS,
        components: vec![row()],
        message_reference: Some(Box::new(MessageReference::reply(Some(id(GUILD)), id(CHANNEL), id(20)))),
        referenced_message: Field::Value(Box::new(quoted)),
        message_snapshots: vec![MessageSnapshot { message: snapshot }],
        thread: Some(Box::new(thread())),
        sticker_items: vec![StickerItem {
            id: id(10),
            name: "Bravo".to_owned(),
            format_type: StickerFormatType::PNG,
        }],
        position: Some(4),
        call: Some(Box::new(MessageCall { participants: vec![id(ANNA)], ended_timestamp: Some(moment()) })),
        ..Message::new(id(21), id(CHANNEL), bot(), moment())
    }
}

pub fn text_channel() -> Channel {
    Channel {
        position: 2,
        parent_id: Some(id(5)),
        permission_overwrites: vec![
            Overwrite::role(id(GUILD), Permissions::NONE, Permissions::SEND_MESSAGES),
            Overwrite::member(id(ANNA), Permissions::SEND_MESSAGES, Permissions::NONE),
        ],
        topic: Some("Annonces de la mairie".to_owned()),
        last_message_id: Some(id(21)),
        last_pin_timestamp: Some(moment()),
        rate_limit_per_user: 10,
        default_auto_archive_duration: Some(1_440),
        default_thread_rate_limit_per_user: Some(5),
        ..Channel::in_guild(id(CHANNEL), ChannelType::GUILD_TEXT, id(GUILD), "annonces")
    }
}

pub fn category() -> Channel {
    Channel::in_guild(id(5), ChannelType::GUILD_CATEGORY, id(GUILD), "Général")
}

pub fn voice_channel() -> Channel {
    Channel {
        rtc_region: Some("par".to_owned()),
        video_quality_mode: Some(VideoQualityMode::AUTO),
        ..Channel::in_guild(id(6), ChannelType::GUILD_VOICE, id(GUILD), "Salon")
    }
}

pub fn keyword_rule() -> AutoModerationRule {
    let action = |kind, metadata| AutoModerationAction { kind, metadata };
    let how = AutoModerationActionMetadata::default;
    AutoModerationRule {
        id: id(50),
        guild_id: id(GUILD),
        name: "Publicité".to_owned(),
        creator_id: id(ANNA),
        event_type: AutoModerationEvent::MESSAGE_SEND,
        trigger_type: AutoModerationTrigger::KEYWORD,
        trigger_metadata: AutoModerationTriggerMetadata {
            keyword_filter: Some(vec!["cat*".to_owned()]),
            regex_patterns: Some(vec!["(b|c)at".to_owned()]),
            allow_list: Some(Vec::new()),
            ..AutoModerationTriggerMetadata::default()
        },
        actions: vec![
            action(AutoModerationActionType::BLOCK_MESSAGE, how()),
            action(
                AutoModerationActionType::SEND_ALERT_MESSAGE,
                AutoModerationActionMetadata { channel_id: Some(id(CHANNEL)), ..how() },
            ),
            action(
                AutoModerationActionType::TIMEOUT,
                AutoModerationActionMetadata { duration_seconds: Some(60), ..how() },
            ),
        ],
        enabled: true,
        exempt_roles: vec![id(MODERATORS)],
        exempt_channels: vec![id(CHANNEL)],
    }
}

pub fn forum() -> Channel {
    Channel {
        available_tags: vec![ForumTag {
            id: id(13),
            name: "Question".to_owned(),
            moderated: false,
            emoji_id: None,
            emoji_name: Some("❓".to_owned()),
        }],
        default_reaction_emoji: Some(Box::new(ReactionEmoji::unicode("👍").into())),
        default_sort_order: Some(SortOrder::LATEST_ACTIVITY),
        flags: ChannelFlags::REQUIRE_TAG,
        ..Channel::in_guild(id(14), ChannelType::GUILD_FORUM, id(GUILD), "questions")
    }
}

pub fn thread() -> Channel {
    Channel {
        parent_id: Some(id(CHANNEL)),
        owner_id: Some(id(ANNA)),
        last_message_id: Some(id(21)),
        thread_metadata: Some(Box::new(ThreadMetadata {
            invitable: Some(false),
            ..ThreadMetadata::new(moment(), 1_440)
        })),
        message_count: 3,
        member_count: 2,
        total_message_sent: 4,
        applied_tags: vec![id(13)],
        member: Some(Box::new(ThreadMember {
            id: id(15),
            user_id: id(ANNA),
            join_timestamp: moment(),
            flags: ThreadMemberFlags::ALL_MESSAGES,
            member: Some(Box::new(member())),
        })),
        ..Channel::in_guild(id(15), ChannelType::PRIVATE_THREAD, id(GUILD), "détails")
    }
}

pub fn dm() -> Channel {
    Channel { last_message_id: Some(id(21)), ..Channel::dm(id(16), bot()) }
}

pub fn group_dm() -> Channel {
    Channel {
        name: Some("Bureau".to_owned()),
        icon: Some(HASH.to_owned()),
        application_id: Some(id(BOT)),
        managed: Some(false),
        ..Channel::group_dm(id(17), id(ANNA), vec![user(), bot()])
    }
}

pub fn onboarding() -> Onboarding {
    let option = OnboardingOption {
        id: id(31),
        title: "Drawing".to_owned(),
        description: "Posters".to_owned(),
        emoji: ReactionEmoji::unicode("🎨").into(),
        role_ids: vec![id(5)],
        channel_ids: vec![id(CHANNEL)],
    };
    let prompt = OnboardingPrompt {
        id: id(30),
        title: "What can you do?".to_owned(),
        options: vec![option],
        single_select: false,
        required: true,
        in_onboarding: true,
        kind: OnboardingPromptType::DROPDOWN,
    };
    Onboarding {
        prompts: vec![prompt],
        default_channel_ids: vec![id(CHANNEL)],
        enabled: true,
        mode: OnboardingMode::ONBOARDING_ADVANCED,
        responses: Some(vec![id(31)]),
        ..Onboarding::new(id(GUILD))
    }
}

pub fn welcome_screen() -> WelcomeScreen {
    let channel = WelcomeChannel {
        channel_id: id(CHANNEL),
        description: "Say hello".to_owned(),
        emoji_id: Some(id(9)),
        emoji_name: Some("wave".to_owned()),
    };
    WelcomeScreen { description: Some("A square".to_owned()), welcome_channels: vec![channel] }
}

pub fn guild_invite() -> Invite {
    Invite {
        inviter: Some(Box::new(user())),
        expires_at: Some(moment()),
        approximate_member_count: Some(312),
        approximate_presence_count: Some(40),
        uses: Some(1),
        max_uses: Some(5),
        max_age: Some(86_400),
        temporary: Some(false),
        created_at: Some(moment()),
        ..Invite::to_guild("pLaCe12", &guild(), &text_channel())
    }
}

pub fn audit_log() -> AuditLog {
    let options = AuditLogOptions {
        application_id: Some(id(BOT)),
        auto_moderation_rule_name: Some("Insultes".to_owned()),
        auto_moderation_rule_trigger_type: Some("1".to_owned()),
        channel_id: Some(id(CHANNEL)),
        count: Some(3),
        delete_member_days: Some(7),
        id: Some(id(ANNA)),
        members_removed: Some(12),
        message_id: Some(id(21)),
        role_name: Some("Modération".to_owned()),
        kind: Some(0),
        integration_type: Some("twitch".to_owned()),
    };
    let entry = AuditLogEntry {
        target_id: Some(id(ANNA)),
        changes: vec![
            AuditLogChange::new("nick", json!(null), "Anna"),
            AuditLogChange::new("$add", json!(null), json!([{"id": "1", "name": "Modération"}])),
            AuditLogChange::new("position", 1, 2),
        ],
        options: Some(Box::new(options)),
        reason: Some("Elle est élue".to_owned()),
        ..AuditLogEntry::new(id(30), AuditLogEvent::MEMBER_UPDATE, id(BOT))
    };
    AuditLog {
        audit_log_entries: vec![entry],
        users: vec![user(), bot()],
        webhooks: vec![webhook()],
        threads: vec![thread()],
        ..AuditLog::default()
    }
}

pub fn webhook() -> Webhook {
    Webhook {
        id: id(12),
        kind: WebhookType::INCOMING,
        guild_id: Some(id(GUILD)),
        channel_id: Some(id(CHANNEL)),
        name: "Agenda".to_owned(),
        avatar: None,
        application_id: None,
        user: Some(Box::new(user())),
        token: Some("secret".to_owned()),
        url: Some("https://parvis.example/api/webhooks/12/secret".to_owned()),
        source_guild: None,
        source_channel: None,
    }
}

pub fn follower_webhook() -> Webhook {
    Webhook {
        kind: WebhookType::CHANNEL_FOLLOWER,
        token: None,
        url: None,
        source_guild: Some(Box::new(WebhookSourceGuild {
            id: id(GUILD),
            name: "Saint-Rémy".to_owned(),
            icon: Some(HASH.to_owned()),
        })),
        source_channel: Some(Box::new(WebhookSourceChannel { id: id(CHANNEL), name: "annonces".to_owned() })),
        ..webhook()
    }
}

pub fn application() -> Application {
    let mut application = Application {
        description: "Répond aux questions".to_owned(),
        bot: Some(Box::new(bot())),
        guild_id: Some(id(GUILD)),
        terms_of_service_url: Some("https://example.org/terms".to_owned()),
        privacy_policy_url: Some("https://example.org/privacy".to_owned()),
        custom_install_url: Some("https://example.org/install".to_owned()),
        install_params: Some(Box::new(InstallParams {
            scopes: vec!["bot".to_owned()],
            permissions: Permissions::SEND_MESSAGES,
        })),
        tags: vec!["aide".to_owned()],
        ..Application::new(id(BOT), "helper", "0".repeat(64))
    };
    application.set_flags(ApplicationFlags::GATEWAY_MESSAGE_CONTENT_LIMITED);
    application
}

pub fn private_application() -> PrivateApplication {
    PrivateApplication {
        redirect_uris: vec!["https://example.org/back".to_owned()],
        interactions_endpoint_url: Some("https://example.org/hook".to_owned()),
        approximate_guild_count: 1,
        ..PrivateApplication::new(application(), user())
    }
}

pub fn voice_state() -> VoiceState {
    VoiceState {
        guild_id: Some(id(GUILD)),
        member: Some(Box::new(member())),
        request_to_speak_timestamp: Some(moment()),
        ..VoiceState::new(id(ANNA), id(6), "session")
    }
}

pub fn presence() -> Presence {
    Presence {
        activities: vec![
            Activity::custom_status("Au marché", 1_795_328_210_123),
            Activity {
                name: "chess".to_owned(),
                timestamps: Some(ActivityTimestamps { start: Some(1), end: None }),
                emoji: Some(Box::new(ReactionEmoji::unicode("♟"))),
                flags: Some(ActivityFlags::PLAY),
                ..Activity::default()
            },
        ],
        ..Presence::new(id(ANNA), Some(id(GUILD)), Status::Idle)
    }
}

pub fn command() -> ApplicationCommand {
    let texts = |text: &str| Field::Value(Localizations([("fr".to_owned(), text.to_owned())].into()));
    let option = |kind, name: &str| CommandOption::new(kind, name, "What it is");
    let mut colour = option(CommandOptionType::STRING, "colour");
    (colour.required, colour.min_length, colour.max_length) = (true, Some(1), Some(20));
    colour.choices = vec![CommandChoice {
        name: "Red".to_owned(),
        name_localized: None,
        name_localizations: texts("Rouge"),
        value: OptionValue::Text("red".to_owned()),
    }];
    let mut size = option(CommandOptionType::INTEGER, "size");
    (size.min_value, size.max_value, size.autocomplete) = (Some(1.into()), Some(64.into()), true);
    let mut place = option(CommandOptionType::CHANNEL, "place");
    place.channel_types = vec![ChannelType::GUILD_TEXT, ChannelType::GUILD_FORUM];
    let others = [
        CommandOptionType::BOOLEAN,
        CommandOptionType::USER,
        CommandOptionType::ROLE,
        CommandOptionType::MENTIONABLE,
        CommandOptionType::NUMBER,
        CommandOptionType::ATTACHMENT,
    ];
    let mut poster = option(CommandOptionType::SUB_COMMAND, "poster");
    poster.name_localizations = texts("affiche");
    poster.options = vec![colour, size, place];
    poster.options.extend(others.map(|kind| option(kind, &format!("other-{}", kind.get()))));
    let mut group = option(CommandOptionType::SUB_COMMAND_GROUP, "list");
    group.options = vec![option(CommandOptionType::SUB_COMMAND, "all")];
    ApplicationCommand {
        name_localizations: texts("imagine"),
        description: "Draw something".to_owned(),
        description_localizations: texts("Dessiner quelque chose"),
        default_member_permissions: Some(Permissions::MANAGE_MESSAGES),
        contexts: Some(vec![InteractionContext::GUILD, InteractionContext::BOT_DM]),
        options: vec![poster, group],
        ..ApplicationCommand::new(id(18), id(BOT), None, CommandType::CHAT, "imagine")
    }
}

pub fn command_permissions() -> GuildCommandPermissions {
    let permission = |id, kind, permission| CommandPermission { id: Id::new(id), kind, permission };
    GuildCommandPermissions {
        id: id(18),
        application_id: id(BOT),
        guild_id: id(GUILD),
        permissions: vec![
            permission(MODERATORS, CommandPermissionType::ROLE, true),
            permission(ANNA, CommandPermissionType::USER, false),
            permission(CHANNEL, CommandPermissionType::CHANNEL, true),
        ],
    }
}
