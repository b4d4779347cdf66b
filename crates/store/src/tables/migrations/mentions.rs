//! Mentions by the time of their messages.

/// For the newest mentions of somebody over all channels.
pub(super) const SQL: &str = "
create index message_mentions_by_time on message_mentions (target_id, message_id, channel_id);
";
