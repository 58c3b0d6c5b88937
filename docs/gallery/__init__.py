"""Everything Duewatch shows in Slack, as pictures on one page: `make gallery`.

The samples are those of the golden files (tests/bot/slack/showcase.py). Each is shown by the
local Slack in a Chromium, in both languages, light and dark, wide and narrow; the page and the
JSON that is sent go to build/gallery, which is not kept.
"""
