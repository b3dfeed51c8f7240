"""The JSON shapes of the API. Pydantic lives here and nowhere else; the fields are those of the records they show."""
