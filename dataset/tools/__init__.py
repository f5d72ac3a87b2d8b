"""Tool calling: conversations in which an assistant answers or calls a tool."""
