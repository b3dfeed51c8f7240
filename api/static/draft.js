// A reviewer's unsaved answer, kept in this browser per user, country and element until it is saved or discarded.

const name = (country, element) => `analyser:draft:${document.body.dataset.user}:${country}:${element}`;

/** {judgement, reasons, rationale, citations: [{section_id, quote, label, law}], refused: [section ids], read} or null. */
export function load(country, element) {
  try {
    return JSON.parse(localStorage.getItem(name(country, element)));
  } catch {
    return null;
  }
}

export function save(country, element, draft) {
  localStorage.setItem(name(country, element), JSON.stringify(draft));
}

export function clear(country, element) {
  localStorage.removeItem(name(country, element));
}

export function isFor(key, country, element) {
  return key === name(country, element);
}

export function blank() {
  return { judgement: null, reasons: [], rationale: "", citations: [], refused: [], read: null };
}

/** The words selected inside a provision's text, or "" when none are, or when they reach beyond it. */
export function selectedIn(provision) {
  const selection = document.getSelection();
  const text = provision.querySelector(".statute");
  if (!text || !selection || selection.isCollapsed || selection.rangeCount === 0) return "";
  const range = selection.getRangeAt(0);
  return text.contains(range.startContainer) && text.contains(range.endContainer) ? range.toString().trim() : "";
}

/** Whether words of a translation are selected, which proves nothing. */
export function selectedHelp() {
  return Boolean(document.getSelection()?.isCollapsed === false && document.getSelection().anchorNode?.parentElement?.closest(".translation"));
}

/** What citing a provision records: the words given, or those the page proposes. */
export function citation(provision, quote) {
  return {
    section_id: Number(provision.dataset.section),
    quote: quote || provision.dataset.quote,
    label: provision.dataset.label,
    law: provision.dataset.lawTitle ?? provision.closest("[data-law-title]")?.dataset.lawTitle ?? "",
  };
}
