from truenorth.domains.kit.errors import NotFound


class InboxItemMissing(NotFound):
    code = "home.inbox_item_not_found"
    title = "There is no such item in your inbox."
