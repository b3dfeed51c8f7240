// What the scripts say, in the page's language: English is the source, the page carries the rest.

const known = JSON.parse(document.querySelector('meta[name="words"]')?.content ?? "{}");

/** The message in the page's language, with `%(name)s` filled in. */
export function _(message, values = {}) {
  return (known[message] || message).replace(/%\((\w+)\)s/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}
