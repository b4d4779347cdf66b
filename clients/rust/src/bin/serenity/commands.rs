//! The commands, buttons, menus and forms of an ordinary serenity bot.

use serde_json::{Value, json};
use serenity::all::{
    ActionRowComponent, ButtonStyle, Command, CommandInteraction, CommandOptionType, CommandType,
    ComponentInteraction, ComponentInteractionDataKind, Context, CreateActionRow, CreateAttachment,
    CreateAutocompleteResponse, CreateButton, CreateCommand, CreateCommandOption, CreateInputText,
    CreateInteractionResponse, CreateInteractionResponseFollowup, CreateInteractionResponseMessage,
    CreateModal, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, EditInteractionResponse,
    GuildId, InputTextStyle, Interaction, ModalInteraction, ResolvedOption, ResolvedTarget, ResolvedValue,
};

use crate::lines::event;
use crate::parsed::{message, used};

const FRUIT: [&str; 3] = ["apple", "apricot", "banana"];

pub async fn register(context: &Context, guild_id: GuildId) -> serenity::Result<Value> {
    let option = CreateCommandOption::new;
    let order = CreateCommand::new("order")
        .description("Fruit, brought to somebody")
        .add_option(
            option(CommandOptionType::String, "fruit", "Which fruit").required(true).set_autocomplete(true),
        )
        .add_option(
            option(CommandOptionType::Integer, "count", "How many")
                .required(true)
                .min_int_value(1)
                .max_int_value(99),
        )
        .add_option(
            option(CommandOptionType::String, "size", "Of which size")
                .add_string_choice("small", "s")
                .add_string_choice("large", "l"),
        )
        .add_option(option(CommandOptionType::User, "to", "To whom"))
        .add_option(option(CommandOptionType::Channel, "where", "To which place"))
        .add_option(option(CommandOptionType::Attachment, "note", "A note with it"));
    let commands = vec![
        order,
        CreateCommand::new("report").description("A report that takes a while"),
        CreateCommand::new("panel").description("Things to press"),
        CreateCommand::new("form").description("A form to fill in"),
        CreateCommand::new("Wave").kind(CommandType::User),
        CreateCommand::new("Quote").kind(CommandType::Message),
    ];
    let registered = guild_id.set_commands(context, commands).await?;
    Ok(registered.iter().map(registered_command).collect())
}

fn registered_command(command: &Command) -> Value {
    json!({ "id": command.id.to_string(), "name": command.name, "type": u8::from(command.kind) })
}

pub async fn answer(context: &Context, interaction: Interaction) -> serenity::Result<()> {
    match interaction {
        Interaction::Command(command) => match command.data.name.as_str() {
            "order" => order(context, &command).await,
            "report" => report(context, &command).await,
            "panel" => panel(context, &command).await,
            "form" => form(context, &command).await,
            _ => on_target(context, &command).await,
        },
        Interaction::Autocomplete(command) => complete(context, &command).await,
        Interaction::Component(component) => press(context, &component).await,
        Interaction::Modal(modal) => submit(context, &modal).await,
        _ => Ok(()),
    }
}

fn reply(content: impl Into<String>) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new().content(content)
}

fn say(content: impl Into<String>) -> CreateInteractionResponse {
    CreateInteractionResponse::Message(reply(content))
}

async fn order(context: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    let mut options =
        json!({ "fruit": null, "count": null, "size": null, "to": null, "where": null, "note": null });
    for ResolvedOption { name, value, .. } in command.data.options() {
        options[name] = match value {
            ResolvedValue::String(text) => json!(text),
            ResolvedValue::Integer(number) => json!(number),
            ResolvedValue::User(user, _) => json!(user.name),
            ResolvedValue::Channel(channel) => json!(channel.name),
            ResolvedValue::Attachment(file) => json!(String::from_utf8_lossy(&file.download().await?)),
            _ => Value::Null,
        };
    }
    let content = format!("{} {}", options["count"], options["fruit"].as_str().unwrap_or_default());
    let mut data = used(command);
    data["options"] = options;
    event("command", data);
    command.create_response(context, say(content)).await
}

async fn complete(context: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    let typed = command.data.autocomplete().map_or("", |option| option.value);
    event("completing", json!({ "value": typed, "user_id": command.user.id.to_string() }));
    let mut choices = CreateAutocompleteResponse::new();
    for fruit in FRUIT.into_iter().filter(|fruit| fruit.starts_with(typed)) {
        choices = choices.add_string_choice(fruit[..1].to_uppercase() + &fruit[1..], fruit);
    }
    command.create_response(context, CreateInteractionResponse::Autocomplete(choices)).await
}

async fn report(context: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    event("command", used(command));
    command.defer(context).await?;
    let file = CreateAttachment::bytes("déjà vu\n", "report.txt");
    let edit = EditInteractionResponse::new().content("The report").new_attachment(file);
    command.edit_response(context, edit).await?;
    let more = CreateInteractionResponseFollowup::new().content("One thing more");
    let follow_up = command.create_followup(context, more).await?;
    let original = command.get_response(&context.http).await?;
    event("answered", json!({ "original": message(&original), "follow_up": message(&follow_up) }));
    Ok(())
}

async fn panel(context: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    event("command", used(command));
    let options = ["Red", "Green", "Blue"].map(|name| CreateSelectMenuOption::new(name, name.to_lowercase()));
    let colours = CreateSelectMenuKind::String { options: options.into() };
    let people = CreateSelectMenuKind::User { default_users: None };
    let rows = vec![
        CreateActionRow::Buttons(vec![CreateButton::new("more").label("More").style(ButtonStyle::Primary)]),
        CreateActionRow::SelectMenu(CreateSelectMenu::new("colours", colours).max_values(2)),
        CreateActionRow::SelectMenu(CreateSelectMenu::new("people", people)),
    ];
    let shown = CreateInteractionResponse::Message(reply("Pressed 0 times").components(rows));
    command.create_response(context, shown).await
}

async fn press(context: &Context, used: &ComponentInteraction) -> serenity::Result<()> {
    let mut data = json!({
        "custom_id": used.data.custom_id,
        "message_id": used.message.id.to_string(),
        "user_id": used.user.id.to_string(),
    });
    match &used.data.kind {
        ComponentInteractionDataKind::Button => {
            event("pressed", data);
            let times = used.message.content.split(' ').nth(1).and_then(|times| times.parse::<u32>().ok());
            let content = format!("Pressed {} times", times.unwrap_or_default() + 1);
            used.create_response(context, CreateInteractionResponse::UpdateMessage(reply(content))).await
        }
        ComponentInteractionDataKind::StringSelect { values } => {
            data["values"] = json!(values);
            event("chosen", data);
            let chosen = CreateInteractionResponse::Message(reply(values.join(", ")).ephemeral(true));
            used.create_response(context, chosen).await
        }
        ComponentInteractionDataKind::UserSelect { values } => {
            let names: Vec<&String> = values
                .iter()
                .filter_map(|id| used.data.resolved.users.get(id))
                .map(|user| &user.name)
                .collect();
            data["values"] = json!(names);
            event("chosen", data);
            used.create_response(context, CreateInteractionResponse::Acknowledge).await?;
            let content = format!("Chosen: {}", names.first().map_or("", |name| name.as_str()));
            used.edit_response(context, EditInteractionResponse::new().content(content)).await.map(drop)
        }
        _ => Ok(()),
    }
}

async fn form(context: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    event("command", used(command));
    let subject = CreateInputText::new(InputTextStyle::Short, "Subject", "subject").max_length(50);
    let words = CreateInputText::new(InputTextStyle::Paragraph, "Words", "words").required(false);
    let rows = vec![CreateActionRow::InputText(subject), CreateActionRow::InputText(words)];
    let modal = CreateModal::new("feedback", "Feedback").components(rows);
    command.create_response(context, CreateInteractionResponse::Modal(modal)).await
}

async fn submit(context: &Context, modal: &ModalInteraction) -> serenity::Result<()> {
    let mut fields = json!({});
    for component in modal.data.components.iter().flat_map(|row| &row.components) {
        if let ActionRowComponent::InputText(input) = component {
            fields[&input.custom_id] = json!(input.value);
        }
    }
    let text = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
    let content = format!("{}: {}", text("subject"), text("words"));
    let user_id = modal.user.id.to_string();
    event("submitted", json!({ "custom_id": modal.data.custom_id, "user_id": user_id, "fields": fields }));
    modal.create_response(context, say(content)).await
}

async fn on_target(context: &Context, command: &CommandInteraction) -> serenity::Result<()> {
    let mut data = used(command);
    let answer = match command.data.target() {
        Some(ResolvedTarget::User(user, _)) => {
            data["target"] = json!({ "id": user.id.to_string(), "text": user.name });
            say(format!("A wave to {}", user.name))
        }
        Some(ResolvedTarget::Message(message)) => {
            data["target"] = json!({ "id": message.id.to_string(), "text": message.content });
            CreateInteractionResponse::Message(reply(format!("> {}", message.content)).ephemeral(true))
        }
        _ => return Ok(()),
    };
    event("command", data);
    command.create_response(context, answer).await
}
