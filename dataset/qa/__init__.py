"""Questions about small closed worlds: the kinds of reasoning, their worlds and their wording."""
