"""Conversations that are made up for tools of which nothing but their schemas is known."""
