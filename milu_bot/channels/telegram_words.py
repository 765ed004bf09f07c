"""What the Telegram door says by itself: the menu, and answers to what is no text."""

from __future__ import annotations

COMMANDS = {
    "start": "从头看看我能做什么",
    "ask": "问政策：/ask 后面写问题",
    "assess": "算一算我能领多少",
    "result": "看测算结果",
    "source": "看文件原文",
    "help": "怎么用",
    "forget": "删掉我的记录",
}
"""The menu of commands. There is no /language in it: the answers quote the document word for word, and that is
written in simplified characters; in traditional ones the quotes would not be its words. Whoever sends it is told."""
UNDERSTOOD = (
    *COMMANDS,
    *("answers", "back", "cancel", "restart", "resume", "skip", "unknown", "why"),
)
"""Every command that the dialogue knows by wording.yaml."""
ASK = "请直接打字问，或者说“算一算”"
LANGUAGE = (
    "我只用简体中文回答：文件是简体写的，原话要一字不改。您用繁体字打给我，我看得懂。"
    "I understand and speak Chinese only."
)
NO_SUCH_COMMAND = "没有这个命令。发 /help 看怎么用，或者直接打字问。"
NO_SUCH_LINK = "这个链接里的条款，我没找到。请直接打字问，或者说“算一算”。"
TICKED_ALL = "选好了（可以选几样）"
NOTHING_TICKED = "还没有选。先点数字；一样都没有，就点“都没有”"
EDITED = "您改了前面发的话，我还是按原来的算。要改的话，请重新发一条，比如“说错了，是8个人”。"
FORWARDED = "转发来的话我不当成您的回答。想问里面的事，请用自己的话打字问我。"
APOLOGY = "对不起，我这里出了点差错，这句话没有处理好。您之前的回答都还在，请换个说法再试一次。"
CHOSEN = "✔ 您选了："
OLD_BUTTON = "这个按钮已经不用了"
CHAT_PRIVATELY = "私下聊"

ODD = {
    "sticker": "这个表情我看不懂。请打字问，或者点上面的按钮。",
    "voice": "我还听不了语音。请打字说，一句话就行。",
    "video_note": "我看不了视频。请打字说。",
    "video": "我看不了视频。请打字说。",
    "audio": "我听不了录音。请打字说。",
    "photo": "我看不了图片，也请不要发证件照片。要问什么，请打字说。",
    "document": "我看不了文件。要问什么，请打字说。",
    "animation": "动图我看不懂。请打字问，或者点上面的按钮。",
    "location": "我用不着您的位置。要问政策，请打字说。",
    "venue": "我用不着您的位置。要问政策，请打字说。",
    "contact": "我不收电话和名片。要问政策，请打字说。",
    "poll": "我不会投票。要问政策，请打字说。",
    "story": "我看不了动态。要问什么，请打字说。",
    "dice": "运气好！不过政策要看条件。请打字问，或者说“算一算”。",
}
"""By the field of Telegram's Message that is filled. An animation also has a document: it comes first."""
OTHER = "这个我看不懂。请打字问，或者点上面的按钮。"
SERVICE = (
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "pinned_message",
    "group_chat_created",
    "supergroup_chat_created",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "delete_chat_photo",
    "new_chat_photo",
    "message_auto_delete_timer_changed",
    "successful_payment",
    "write_access_allowed",
    "forum_topic_created",
    "chat_background_set",
    "boost_added",
    "gift",
    "unique_gift",
    "refunded_payment",
    "connected_website",
    "proximity_alert_triggered",
    "video_chat_scheduled",
    "video_chat_participants_invited",
    "video_chat_started",
    "video_chat_ended",
)
"""Notices of Telegram itself, to which nobody expects an answer."""
