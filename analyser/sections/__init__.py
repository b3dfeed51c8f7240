"""A Document becomes sections."""
