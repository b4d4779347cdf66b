//! Components, each with all that it can have.

use parvis_model::*;

use super::{ADDRESS, CHANNEL, id};

/// One row with a link.
pub fn row() -> Component {
    let link = Button {
        style: ButtonStyle::LINK,
        label: Some("Site".to_owned()),
        emoji: Some(ComponentEmoji { id: None, name: "🔗".to_owned(), animated: false }),
        custom_id: None,
        url: Some(ADDRESS.to_owned()),
        disabled: true,
    };
    let link = Component { id: 2, part: ComponentPart::Button(link) };
    Component { id: 1, part: ComponentPart::ActionRow(ActionRow { components: vec![link] }) }
}

/// Every component that a message can have, each with all that it can have.
pub fn components() -> Vec<Component> {
    let numbered = |id, part| Component { id, part };
    let text =
        |id| numbered(id, ComponentPart::TextDisplay(TextDisplay { content: "**Bonjour**".to_owned() }));
    let picture = || MediaItem {
        media: UnfurledMedia {
            id: id(40),
            width: Some(3),
            attachment_id: Some(id(40)),
            ..UnfurledMedia::at(ADDRESS)
        },
        description: Some("une place".to_owned()),
        spoiler: true,
    };
    let option = SelectOption {
        label: "Oui".to_owned(),
        value: "oui".to_owned(),
        description: Some("j'y serai".to_owned()),
        emoji: Some(ComponentEmoji { id: Some(id(9)), name: "parvis".to_owned(), animated: true }),
        default: true,
    };
    let menu = StringSelect {
        custom_id: "venir".to_owned(),
        placeholder: Some("Qui vient ?".to_owned()),
        min_values: 0,
        max_values: 1,
        options: vec![option],
        disabled: true,
        required: None,
    };
    let channels = EntitySelect {
        custom_id: "salon".to_owned(),
        placeholder: None,
        min_values: 1,
        max_values: 2,
        channel_types: vec![ChannelType::GUILD_TEXT],
        default_values: vec![SelectDefaultValue { id: id(CHANNEL), kind: SelectDefaultKind::Channel }],
        disabled: false,
        required: None,
    };
    let row_of = |id, part| {
        let components = vec![numbered(id + 1, part)];
        numbered(id, ComponentPart::ActionRow(ActionRow { components }))
    };
    let section = Section {
        components: vec![text(21)],
        accessory: Box::new(numbered(22, ComponentPart::Thumbnail(picture()))),
    };
    let file = FileDisplay {
        file: UnfurledMedia::at(ADDRESS),
        name: Some("plan.pdf".to_owned()),
        size: Some(12),
        spoiler: false,
    };
    let separator = Separator { spacing: SeparatorSpacing::LARGE, divider: true };
    let container = Container {
        components: vec![
            text(31),
            row_of(
                32,
                ComponentPart::UserSelect(EntitySelect {
                    channel_types: vec![],
                    default_values: vec![],
                    ..channels.clone()
                }),
            ),
        ],
        accent_color: Some(0x00ff_aa00),
        spoiler: true,
    };
    vec![
        row(),
        text(3),
        row_of(4, ComponentPart::StringSelect(menu)),
        row_of(6, ComponentPart::ChannelSelect(channels)),
        numbered(20, ComponentPart::Section(section)),
        numbered(23, ComponentPart::MediaGallery(MediaGallery { items: vec![picture()] })),
        numbered(24, ComponentPart::File(file)),
        numbered(25, ComponentPart::Separator(separator)),
        numbered(30, ComponentPart::Container(container)),
    ]
}
