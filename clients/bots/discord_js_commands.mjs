// The commands, buttons, menus and forms of an ordinary discord.js bot.

import {
  ActionRowBuilder,
  ApplicationCommandType,
  AttachmentBuilder,
  ButtonBuilder,
  ButtonStyle,
  ContextMenuCommandBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  UserSelectMenuBuilder,
} from "discord.js";

const FRUIT = ["apple", "apricot", "banana"];
const titled = (word) => word[0].toUpperCase() + word.slice(1);

const chat = (name, description) => new SlashCommandBuilder().setName(name).setDescription(description);

export const commands = [
  chat("order", "Fruit, brought to somebody")
    .addStringOption((one) => one.setName("fruit").setDescription("Which").setRequired(true).setAutocomplete(true))
    .addIntegerOption((one) =>
      one.setName("count").setDescription("How many").setRequired(true).setMinValue(1).setMaxValue(99),
    )
    .addStringOption((one) =>
      one
        .setName("size")
        .setDescription("Of which size")
        .addChoices({ name: "small", value: "s" }, { name: "large", value: "l" }),
    )
    .addUserOption((one) => one.setName("to").setDescription("To whom"))
    .addChannelOption((one) => one.setName("where").setDescription("To which place"))
    .addAttachmentOption((one) => one.setName("note").setDescription("A note with it")),
  chat("report", "A report that takes a while"),
  chat("panel", "Things to press"),
  chat("form", "A form to fill in"),
  new ContextMenuCommandBuilder().setName("Wave").setType(ApplicationCommandType.User),
  new ContextMenuCommandBuilder().setName("Quote").setType(ApplicationCommandType.Message),
];

const used = (interaction, more) => ({
  name: interaction.commandName,
  user_id: interaction.user.id,
  guild_id: interaction.guildId,
  channel_id: interaction.channelId,
  locale: interaction.locale,
  ...more,
});

const pressed = (interaction, more) => ({
  custom_id: interaction.customId,
  message_id: interaction.message.id,
  user_id: interaction.user.id,
  ...more,
});

/** Answers one interaction; `event` tells the tests, `message` describes messages to them. */
export async function answer(interaction, event, message) {
  if (interaction.isAutocomplete()) await complete(interaction, event);
  else if (interaction.isChatInputCommand()) await chats[interaction.commandName](interaction, event, message);
  else if (interaction.isContextMenuCommand()) await onTarget(interaction, event);
  else if (interaction.isMessageComponent()) await presses[interaction.customId](interaction, event);
  else if (interaction.isModalSubmit()) await submit(interaction, event);
}

async function complete(interaction, event) {
  const typed = interaction.options.getFocused();
  event("completing", { value: typed, user_id: interaction.user.id });
  const found = FRUIT.filter((one) => one.startsWith(typed));
  await interaction.respond(found.map((one) => ({ name: titled(one), value: one })));
}

const chats = {
  async order(interaction, event) {
    const { options } = interaction;
    const file = options.getAttachment("note");
    const values = {
      fruit: options.getString("fruit"),
      count: options.getInteger("count"),
      size: options.getString("size"),
      to: options.getUser("to")?.username ?? null,
      where: options.getChannel("where")?.name ?? null,
      note: file ? await (await fetch(file.url)).text() : null,
    };
    event("command", used(interaction, { options: values }));
    await interaction.reply(`${values.count} ${values.fruit}`);
  },

  async report(interaction, event, message) {
    event("command", used(interaction));
    await interaction.deferReply();
    const file = new AttachmentBuilder(Buffer.from("déjà vu\n"), { name: "report.txt" });
    await interaction.editReply({ content: "The report", files: [file] });
    const followUp = await interaction.followUp("One thing more");
    const original = await interaction.fetchReply();
    event("answered", { original: message(original), follow_up: message(followUp) });
  },

  async panel(interaction, event) {
    event("command", used(interaction));
    const row = (component) => new ActionRowBuilder().addComponents(component);
    const colours = ["red", "green", "blue"].map((one) => ({ label: titled(one), value: one }));
    await interaction.reply({
      content: "Pressed 0 times",
      components: [
        row(new ButtonBuilder().setCustomId("more").setLabel("More").setStyle(ButtonStyle.Primary)),
        row(new StringSelectMenuBuilder().setCustomId("colours").setMaxValues(2).addOptions(colours)),
        row(new UserSelectMenuBuilder().setCustomId("people")),
      ],
    });
  },

  async form(interaction, event) {
    event("command", used(interaction));
    const input = (id, style) => new TextInputBuilder().setCustomId(id).setLabel(titled(id)).setStyle(style);
    const modal = new ModalBuilder()
      .setCustomId("feedback")
      .setTitle("Feedback")
      .addComponents(
        new ActionRowBuilder().addComponents(input("subject", TextInputStyle.Short).setMaxLength(50)),
        new ActionRowBuilder().addComponents(input("words", TextInputStyle.Paragraph).setRequired(false)),
      );
    await interaction.showModal(modal);
  },
};

const presses = {
  async more(interaction, event) {
    event("pressed", pressed(interaction));
    const times = Number(interaction.message.content.split(" ")[1]) + 1;
    await interaction.update(`Pressed ${times} times`);
  },

  async colours(interaction, event) {
    event("chosen", pressed(interaction, { values: interaction.values }));
    await interaction.reply({ content: interaction.values.join(", "), flags: MessageFlags.Ephemeral });
  },

  async people(interaction, event) {
    const names = interaction.users.map((one) => one.username);
    event("chosen", pressed(interaction, { values: names }));
    await interaction.deferUpdate();
    await interaction.editReply(`Chosen: ${names[0]}`);
  },
};

async function submit(interaction, event) {
  const fields = Object.fromEntries(
    ["subject", "words"].map((one) => [one, interaction.fields.getTextInputValue(one)]),
  );
  event("submitted", { custom_id: interaction.customId, user_id: interaction.user.id, fields });
  await interaction.reply(`${fields.subject}: ${fields.words}`);
}

async function onTarget(interaction, event) {
  if (interaction.isMessageContextMenuCommand()) {
    const { id, content } = interaction.targetMessage;
    event("command", used(interaction, { target: { id, text: content } }));
    await interaction.reply({ content: `> ${content}`, flags: MessageFlags.Ephemeral });
  } else {
    const { id, username } = interaction.targetUser;
    event("command", used(interaction, { target: { id, text: username } }));
    await interaction.reply(`A wave to ${username}`);
  }
}
