"""A bot whose connection was cut comes back where it was: nothing lost, nothing twice, in order."""


def heard(bot, channel_id):
    return [one["content"] for one in bot.seen("message") if one["channel_id"] == channel_id]


def talk(stage, channel_id, words):
    """Two people in turn, so that neither meets the rate limit."""
    for number, content in enumerate(words):
        (stage.neighbour if number % 2 else stage.owner).say(channel_id, content)


def a_bot_that_was_cut_off_hears_everything_once_and_in_order(stage, bot):
    channel_id = stage.new_channel("resume")
    before = [f"before {number}" for number in range(5)]
    during = [f"during {number}" for number in range(10)]
    after = [f"after {number}" for number in range(5)]
    talk(stage, channel_id, before)
    stage.house.line.cut()
    talk(stage, channel_id, during)
    stage.house.line.mend()
    bot.wait("resumed")
    talk(stage, channel_id, after)
    talk(stage, channel_id, ["the end"])
    while "the end" not in heard(bot, channel_id):
        bot.wait_for_news()
    assert heard(bot, channel_id) == before + during + after + ["the end"]
    assert bot.seen("ready") == [], "the bot began a new session instead of resuming"


def a_bot_that_is_cut_off_in_the_middle_of_talk_loses_nothing(stage, bot):
    channel_id = stage.new_channel("many-cuts")
    said = []
    for round_number in range(3):
        words = [f"round {round_number}, {number}" for number in range(6)]
        talk(stage, channel_id, words[:4])
        stage.house.line.cut()
        talk(stage, channel_id, words[4:])
        stage.house.line.mend()
        said += words
        bot.wait("resumed")
    while len(heard(bot, channel_id)) < len(said):
        bot.wait_for_news()
    assert heard(bot, channel_id) == said
    assert bot.seen("ready") == []


def the_rights_that_were_lost_meanwhile_are_lost_in_the_replay(stage, bot):
    channel_id = stage.new_channel("closed-meanwhile")
    own_role = bot.call("fetch_member", guild_id=stage.guild_id, user_id=stage.identity["user_id"])["roles"][0]
    stage.house.line.cut()
    stage.owner.put(f"/channels/{channel_id}/permissions/{own_role}", {"type": 0, "allow": "0", "deny": str(1 << 10)})
    stage.neighbour.say(channel_id, "not for bots")
    stage.house.line.mend()
    bot.wait("resumed")
    marker = stage.neighbour.say(stage.channel_id, "after the replay")
    bot.wait("message", id=marker["id"])
    assert heard(bot, channel_id) == []


def a_bot_that_was_cut_off_still_acts(stage, bot):
    stage.house.line.cut()
    stage.house.line.mend()
    bot.wait("resumed")
    asked = stage.neighbour.say(stage.channel_id, "!ping")
    assert bot.wait("message", content="pong")["reply_to"] == asked["id"]
