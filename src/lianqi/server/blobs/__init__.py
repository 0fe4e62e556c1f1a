"""Attachments: photos, documents and recordings, judged by content, cleaned, kept as files, seen through a gate."""
