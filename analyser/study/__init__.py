"""Confirmed ratings become tables, gap lists, country sheets and editions. Pure; reads no database and no clock."""
