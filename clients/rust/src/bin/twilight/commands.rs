//! The commands, buttons, menus and forms of an ordinary twilight bot.

use serde_json::{Value, json};
use twilight_model::application::command::{
    Command, CommandOptionChoice, CommandOptionChoiceValue, CommandType,
};
use twilight_model::application::interaction::application_command::{CommandData, CommandOptionValue};
use twilight_model::application::interaction::message_component::MessageComponentInteractionData;
use twilight_model::application::interaction::modal::{ModalInteractionComponent, ModalInteractionData};
use twilight_model::application::interaction::{Interaction, InteractionData, InteractionType};
use twilight_model::channel::message::component::{
    ButtonStyle, ComponentType, SelectMenuType, TextInput, TextInputStyle,
};
use twilight_model::channel::message::{Component, MessageFlags};
use twilight_model::http::attachment::Attachment;
use twilight_model::http::interaction::{
    InteractionResponse, InteractionResponseData, InteractionResponseType,
};
use twilight_model::id::Id;
use twilight_model::id::marker::GuildMarker;
use twilight_util::builder::command::{
    AttachmentBuilder, ChannelBuilder, CommandBuilder, IntegerBuilder, StringBuilder, UserBuilder,
};
use twilight_util::builder::message::{
    ActionRowBuilder, ButtonBuilder, LabelBuilder, SelectMenuBuilder, SelectMenuOptionBuilder,
};

use crate::lines::{Answer, Refusal, event};
use crate::parsed::{message, used};
use crate::{Bot, many, one};

const FRUIT: [&str; 3] = ["apple", "apricot", "banana"];

pub async fn register(bot: &Bot, guild_id: Id<GuildMarker>) -> Answer {
    let chat = |name, description| CommandBuilder::new(name, description, CommandType::ChatInput);
    let order = chat("order", "Fruit, brought to somebody")
        .option(StringBuilder::new("fruit", "Which fruit").required(true).autocomplete(true))
        .option(IntegerBuilder::new("count", "How many").required(true).min_value(1).max_value(99))
        .option(StringBuilder::new("size", "Of which size").choices([("small", "s"), ("large", "l")]))
        .option(UserBuilder::new("to", "To whom"))
        .option(ChannelBuilder::new("where", "To which place"))
        .option(AttachmentBuilder::new("note", "A note with it"));
    let commands = [
        order.build(),
        chat("report", "A report that takes a while").build(),
        chat("panel", "Things to press").build(),
        chat("form", "A form to fill in").build(),
        CommandBuilder::new("Wave", "", CommandType::User).build(),
        CommandBuilder::new("Quote", "", CommandType::Message).build(),
    ];
    let registered =
        many(bot.http.interaction(bot.application_id).set_guild_commands(guild_id, &commands)).await?;
    Ok(registered.iter().map(registered_command).collect())
}

fn registered_command(command: &Command) -> Value {
    json!({ "id": command.id, "name": command.name, "type": command.kind })
}

/// An interaction and the bot that answers it.
struct Turn<'a> {
    bot: &'a Bot,
    interaction: &'a Interaction,
}

pub async fn answer(bot: &Bot, interaction: &Interaction) -> Result<(), Refusal> {
    let turn = Turn { bot, interaction };
    match &interaction.data {
        Some(InteractionData::ApplicationCommand(command)) => match command.name.as_str() {
            _ if interaction.kind == InteractionType::ApplicationCommandAutocomplete => {
                turn.complete(command).await
            }
            "order" => turn.order(command).await,
            "report" => turn.report().await,
            "panel" => turn.panel().await,
            "form" => turn.form().await,
            _ => turn.on_target(command).await,
        },
        Some(InteractionData::MessageComponent(component)) => turn.press(component).await,
        Some(InteractionData::ModalSubmit(modal)) => turn.submit(modal).await,
        _ => Ok(()),
    }
}

fn reply(content: impl Into<String>) -> InteractionResponseData {
    InteractionResponseData { content: Some(content.into()), ..InteractionResponseData::default() }
}

/// A reply that one person sees.
fn whisper(content: impl Into<String>) -> InteractionResponseData {
    InteractionResponseData { flags: Some(MessageFlags::EPHEMERAL), ..reply(content) }
}

impl Turn<'_> {
    async fn respond(
        &self,
        kind: InteractionResponseType,
        data: Option<InteractionResponseData>,
    ) -> Result<(), Refusal> {
        let response = InteractionResponse { kind, data };
        let client = self.bot.http.interaction(self.bot.application_id);
        client.create_response(self.interaction.id, &self.interaction.token, &response).await?;
        Ok(())
    }

    async fn say(&self, data: InteractionResponseData) -> Result<(), Refusal> {
        self.respond(InteractionResponseType::ChannelMessageWithSource, Some(data)).await
    }

    async fn order(&self, command: &CommandData) -> Result<(), Refusal> {
        let mut options =
            json!({ "fruit": null, "count": null, "size": null, "to": null, "where": null, "note": null });
        let resolved = command.resolved.as_ref();
        for option in &command.options {
            options[&option.name] = match &option.value {
                CommandOptionValue::String(text) => json!(text),
                CommandOptionValue::Integer(number) => json!(number),
                CommandOptionValue::User(id) => {
                    json!(resolved.and_then(|all| Some(&all.users.get(id)?.name)))
                }
                CommandOptionValue::Channel(id) => {
                    json!(resolved.and_then(|all| Some(&all.channels.get(id)?.name)))
                }
                CommandOptionValue::Attachment(id) => {
                    match resolved.and_then(|all| all.attachments.get(id)) {
                        Some(file) => {
                            let answer = reqwest::get(&file.url).await.map_err(Refusal::own)?;
                            json!(answer.text().await.map_err(Refusal::own)?)
                        }
                        None => Value::Null,
                    }
                }
                _ => Value::Null,
            };
        }
        let content = format!("{} {}", options["count"], options["fruit"].as_str().unwrap_or_default());
        let mut data = used(self.interaction, &command.name);
        data["options"] = options;
        event("command", data);
        self.say(reply(content)).await
    }

    async fn complete(&self, command: &CommandData) -> Result<(), Refusal> {
        let typed = command.options.iter().find_map(|option| match &option.value {
            CommandOptionValue::Focused(typed, _) => Some(typed.as_str()),
            _ => None,
        });
        let typed = typed.unwrap_or_default();
        event("completing", json!({ "value": typed, "user_id": self.interaction.author_id() }));
        let choices =
            FRUIT.into_iter().filter(|fruit| fruit.starts_with(typed)).map(|fruit| CommandOptionChoice {
                name: fruit[..1].to_uppercase() + &fruit[1..],
                name_localizations: None,
                value: CommandOptionChoiceValue::String(fruit.to_owned()),
            });
        let data = InteractionResponseData {
            choices: Some(choices.collect()),
            ..InteractionResponseData::default()
        };
        self.respond(InteractionResponseType::ApplicationCommandAutocompleteResult, Some(data)).await
    }

    async fn report(&self) -> Result<(), Refusal> {
        event("command", used(self.interaction, "report"));
        self.respond(InteractionResponseType::DeferredChannelMessageWithSource, None).await?;
        let client = self.bot.http.interaction(self.bot.application_id);
        let token = &self.interaction.token;
        let file = Attachment::from_bytes("report.txt".to_owned(), "déjà vu\n".into(), 0);
        one(client.update_response(token).content(Some("The report")).attachments(&[file])).await?;
        let follow_up = one(client.create_followup(token).content("One thing more")).await?;
        let original = one(client.response(token)).await?;
        event("answered", json!({ "original": message(&original), "follow_up": message(&follow_up) }));
        Ok(())
    }

    async fn panel(&self) -> Result<(), Refusal> {
        event("command", used(self.interaction, "panel"));
        let more = ButtonBuilder::new(ButtonStyle::Primary).custom_id("more").label("More").build();
        let mut colours = SelectMenuBuilder::new("colours", SelectMenuType::Text).max_values(2);
        for name in ["Red", "Green", "Blue"] {
            colours = colours.option(SelectMenuOptionBuilder::new(name, name.to_lowercase()).build());
        }
        let people = SelectMenuBuilder::new("people", SelectMenuType::User);
        let rows = [
            ActionRowBuilder::new().component(more).build(),
            ActionRowBuilder::new().component(colours.build()).build(),
            ActionRowBuilder::new().component(people.build()).build(),
        ];
        let components = Some(rows.map(Component::ActionRow).into());
        self.say(InteractionResponseData { components, ..reply("Pressed 0 times") }).await
    }

    async fn press(&self, used: &MessageComponentInteractionData) -> Result<(), Refusal> {
        let Some(on) = &self.interaction.message else { return Ok(()) };
        let user_id = self.interaction.author_id();
        let mut data = json!({ "custom_id": used.custom_id, "message_id": on.id, "user_id": user_id });
        match used.component_type {
            ComponentType::Button => {
                event("pressed", data);
                let times = on.content.split(' ').nth(1).and_then(|times| times.parse::<u32>().ok());
                let content = format!("Pressed {} times", times.unwrap_or_default() + 1);
                self.respond(InteractionResponseType::UpdateMessage, Some(reply(content))).await
            }
            ComponentType::TextSelectMenu => {
                data["values"] = json!(used.values);
                event("chosen", data);
                self.say(whisper(used.values.join(", "))).await
            }
            _ => {
                let users = used.resolved.iter().flat_map(|resolved| resolved.users.values());
                let names: Vec<&String> = users.map(|user| &user.name).collect();
                data["values"] = json!(names);
                event("chosen", data);
                self.respond(InteractionResponseType::DeferredUpdateMessage, None).await?;
                let content = format!("Chosen: {}", names.first().map_or("", |name| name.as_str()));
                let client = self.bot.http.interaction(self.bot.application_id);
                one(client.update_response(&self.interaction.token).content(Some(&content))).await.map(drop)
            }
        }
    }

    async fn form(&self) -> Result<(), Refusal> {
        event("command", used(self.interaction, "form"));
        let field = |custom_id: &str, label: &str, style, max_length, required| {
            #[expect(deprecated, reason = "the structure cannot be made without its old field")]
            let input = TextInput {
                custom_id: custom_id.to_owned(),
                id: None,
                label: None,
                max_length,
                min_length: None,
                placeholder: None,
                required: Some(required),
                style,
                value: None,
            };
            Component::Label(LabelBuilder::new(label, Component::TextInput(input)).build())
        };
        let rows = [
            field("subject", "Subject", TextInputStyle::Short, Some(50), true),
            field("words", "Words", TextInputStyle::Paragraph, None, false),
        ];
        let modal = InteractionResponseData {
            custom_id: Some("feedback".to_owned()),
            title: Some("Feedback".to_owned()),
            components: Some(rows.into()),
            ..InteractionResponseData::default()
        };
        self.respond(InteractionResponseType::Modal, Some(modal)).await
    }

    async fn submit(&self, modal: &ModalInteractionData) -> Result<(), Refusal> {
        let mut fields = json!({});
        for component in &modal.components {
            let ModalInteractionComponent::Label(label) = component else { continue };
            let ModalInteractionComponent::TextInput(input) = &*label.component else { continue };
            fields[&input.custom_id] = json!(input.value);
        }
        let text = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
        let content = format!("{}: {}", text("subject"), text("words"));
        let user_id = self.interaction.author_id();
        event("submitted", json!({ "custom_id": modal.custom_id, "user_id": user_id, "fields": fields }));
        self.say(reply(content)).await
    }

    async fn on_target(&self, command: &CommandData) -> Result<(), Refusal> {
        let mut data = used(self.interaction, &command.name);
        let Some(resolved) = &command.resolved else { return Ok(()) };
        let answer = if let Some(message) = resolved.messages.values().next() {
            data["target"] = json!({ "id": message.id, "text": message.content });
            whisper(format!("> {}", message.content))
        } else if let Some(user) = resolved.users.values().next() {
            data["target"] = json!({ "id": user.id, "text": user.name });
            reply(format!("A wave to {}", user.name))
        } else {
            return Ok(());
        };
        event("command", data);
        self.say(answer).await
    }
}
