# Webhooks

webhooks = Webhooks
webhook-lead = Tells other systems of every new entry of the ledger: in order, at least once, none left out. A message holds no text and no name of a person.
webhook-made = The signing key of { $it } is shown once; keep it now:
webhook-none = There is no webhook yet.
webhook-url = Address
webhook-kinds = Kinds of entries
webhook-kinds-help = Kinds of entries, e.g. “task. meeting.”; empty for all
webhook-all-kinds = all
webhook-from-beginning = Tell the entries that are there already too
webhook-left = Left
webhook-behind = { $n ->
    [one] one entry not told
   *[other] { $n } entries not told
 }
webhook-last = Last answer
webhook-on = on
webhook-off = off
webhook-failing = not delivered since { $it }.
webhook-next = Tried again at { $it }.
webhook-new = Add a webhook
webhook-switch-on = Go on
webhook-switch-off = Stop
webhook-remove = Remove
webhook-bad-address = The address must begin with https://, for example https://example.org/hook.
webhook-bad-kind = A kind has small letters, underscores and dots only, for example “task.”.
webhook-too-many = There are too many webhooks; remove some.
