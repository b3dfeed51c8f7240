// Review by keyboard: move among candidates, cite, answer, save. What is entered survives a reload and a lost connection.
import { api, flash, newKey, onKeys, piece, ready, showProblem, toast } from "./common.js";
import { _ } from "./words.js";
import * as drafts from "./draft.js";
import { readUpTo, reorder } from "./ranking.js";

const form = document.getElementById("rating");
const { country, element, next, place } = form.dataset;
const own = form.dataset.own === "null" ? null : { ...drafts.blank(), ...JSON.parse(form.dataset.own) };
let candidates = [...document.querySelectorAll(".candidate")];
const $ = (id) => document.getElementById(id);
let draft = own ?? drafts.blank();
let key = newKey();
let current = 0;
const seen = new Set(); // candidates that were before the reviewer, by section

// ---- the draft and the form

function show() {
  for (const radio of form.elements.judgement) radio.checked = radio.value === draft.judgement;
  for (const box of form.querySelectorAll("[name=reasons]")) box.checked = draft.reasons.includes(box.value);
  if ($("rationale").value !== draft.rationale) $("rationale").value = draft.rationale;
  showCitations();
  showNeeds();
}

function showCitations() {
  $("citations").replaceChildren(...draft.citations.map(citedItem));
  $("no-citations").hidden = draft.citations.length > 0;
  for (const provision of document.querySelectorAll(".provision[data-section]")) {
    const section = Number(provision.dataset.section);
    const cited = draft.citations.some((entry) => entry.section_id === section);
    const refused = draft.refused.includes(section);
    provision.classList.toggle("refused", refused);
    provision.querySelector(":scope > .actions [data-refuse]")?.setAttribute("aria-pressed", String(refused));
    provision.classList.toggle("cited", cited);
    const label = provision.querySelector(":scope > .actions [data-cite-label]");
    if (label) label.textContent = cited ? _("Cited") : _("Cite");
  }
}

function citedItem(entry) {
  const item = document.createElement("li");
  const title = Object.assign(document.createElement("bdi"), { textContent: `${entry.label} · ${entry.law}` });
  const quote = Object.assign(document.createElement("blockquote"), { dir: "auto", textContent: entry.quote });
  const remove = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "×" });
  remove.setAttribute("aria-label", _("Take %(label)s back", { label: entry.label }));
  remove.addEventListener("click", () => change({ citations: draft.citations.filter((other) => other !== entry) }));
  item.append(title, quote, remove);
  return item;
}

/** Say what the answer means and what is still missing; the server has the last word. */
function showNeeds() {
  const answer = draft.judgement;
  const said = $("meaning").dataset;
  $("meaning").textContent = answer ? { covered: said.covered, partial: said.partial, not_covered: said.notCovered, unclear: said.unclear }[answer] : "";
  $("reasons").hidden = answer !== "partial";
  $("absence").hidden = answer !== "not_covered";
  showRead();
  const others = $("reasons").querySelector("details");
  if (others.querySelector(":checked")) others.open = true;
  const missing = [];
  if (answer === "partial" && !draft.reasons.length) missing.push(_("what is missing (r)"));
  if (["covered", "partial"].includes(answer) && !draft.citations.length) missing.push(_("a cited section (c)"));
  if (["covered", "partial"].includes(answer) && !draft.rationale.trim()) missing.push(_("the rationale (w)"));
  $("missing").textContent = missing.length ? _("Still needed: %(list)s.", { list: missing.join(", ") }) : "";
}

/** How many candidates count as read, and what a "not covered" then stands on. */
function showRead() {
  const stops = JSON.parse($("stands-on").dataset.stops);
  const count = read();
  if ($("read") && document.activeElement !== $("read")) $("read").value = count ?? "";
  const said = stops[Math.min(count ?? stops.length - 1, stops.length - 1)] ?? "";
  $("stands-on").firstElementChild.textContent = said;
  $("stands-on").querySelector("[data-otherwise]").hidden = said !== "";
}

const read = () => ($("read") ? (draft.read ?? readUpTo(candidates, new Set([...seen, ...draft.refused]))) : null);

function change(part) {
  draft = { ...draft, ...part };
  drafts.save(country, element, draft);
  $("saved").textContent = _("Draft kept in this browser.");
  show();
}

function readForm() {
  change({
    judgement: form.elements.judgement.value || null,
    reasons: [...form.querySelectorAll("[name=reasons]:checked")].map((box) => box.value),
    rationale: $("rationale").value,
    read: document.activeElement === $("read") ? ($("read").value === "" ? null : $("read").valueAsNumber) : draft.read,
  });
}

// ---- saving

async function submit(then) {
  if (!draft.judgement) {
    showProblem($("problem"), { message: _("Choose an answer first."), hint: _("Keys 1 to 4.") });
    return;
  }
  const body = {
    country,
    element,
    judgement: draft.judgement,
    reasons: draft.judgement === "covered" ? [] : draft.reasons,
    rationale: draft.rationale,
    citations: draft.citations.map(({ section_id, quote }) => ({ section_id, quote })),
    round: Number(form.dataset.round),
    read: draft.judgement === "not_covered" ? read() : null,
    sample: [...form.querySelectorAll("[name=sample]:checked")].map((box) => Number(box.value)),
  };
  for (const button of form.querySelectorAll("button[name=then]")) button.disabled = true;
  try {
    const rating = await api(form.getAttribute("action"), { method: "POST", body, key });
    drafts.clear(country, element);
    flash([_("Saved: %(place)s.", { place }), ...rating.warnings].join(" "));
    if (then === "next" && next) location.assign(next);
    else location.reload();
  } catch (error) {
    key = newKey();
    showProblem($("problem"), error);
    for (const button of form.querySelectorAll("button[name=then]")) button.disabled = false;
    $("problem").scrollIntoView({ block: "nearest" });
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit(event.submitter?.value ?? "next");
});
form.addEventListener("input", readForm);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    submit("next");
  } else if (event.key === "Escape" && form.contains(document.activeElement)) {
    document.activeElement.blur();
  }
});

// ---- candidates

function look(index, focus = true) {
  if (!candidates.length) return;
  const left = candidates[current];
  left.classList.remove("current");
  current = Math.max(0, Math.min(index, candidates.length - 1));
  const target = candidates[current];
  target.classList.add("current");
  if (target !== left) for (const one of [left, target]) seen.add(Number(one.dataset.section));
  showRead();
  if (focus) {
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "nearest" });
    if (target.getBoundingClientRect().bottom > window.innerHeight) target.scrollIntoView({ block: "start" });
  }
}

/** Cite, quote other words, or take back. */
function cite(provision) {
  if (drafts.selectedHelp()) {
    toast(_("A translation is not authentic and cannot be quoted. Select the words in the original."));
    return;
  }
  const selected = drafts.selectedIn(provision);
  const id = Number(provision.dataset.section);
  const before = draft.citations.find((entry) => entry.section_id === id);
  const others = draft.citations.filter((entry) => entry !== before);
  const refused = draft.refused.filter((other) => other !== id);
  if (before && (!selected || selected === before.quote)) change({ citations: others });
  else change({ citations: [...others, drafts.citation(provision, selected)], refused });
  document.getSelection().removeAllRanges();
  rank();
}

/** Read and not it, or take that back; the next candidate is looked at. */
function refuse(provision) {
  const id = Number(provision.dataset.section);
  const taken = draft.refused.includes(id);
  const refused = taken ? draft.refused.filter((other) => other !== id) : [...draft.refused, id];
  change({ refused, citations: draft.citations.filter((entry) => entry.section_id !== id) });
  if (!taken) look(candidates.indexOf(provision) + 1);
  rank();
}

/** Put the candidates in the order that the marks on this page make likelier. Without an answer they stay. */
async function rank() {
  if (!candidates.length) return;
  const confirmed = draft.citations.map((entry) => [entry.section_id, true]);
  const marked = [...confirmed, ...draft.refused.map((id) => [id, false])].map(([section_id, yes]) => ({ element, section_id, confirmed: yes }));
  const looked = candidates[current];
  try {
    candidates = await reorder(candidates, { country, element, marked });
    current = Math.max(0, candidates.indexOf(looked));
  } catch (error) {
    $("moved").textContent = [_("The order could not be renewed."), error.message].join(" ");
  }
}

document.addEventListener("mousedown", (event) => {
  if (event.target.closest?.("[data-cite]")) event.preventDefault(); // keeps the selection
});
document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-cite]");
  if (button) cite(button.closest(".provision"));
  if (event.target.closest?.("[data-refuse]")) {
    refuse(event.target.closest(".provision"));
    return;
  }
  const candidate = event.target.closest?.(".candidate");
  if (candidate) look(candidates.indexOf(candidate), false);
});
for (const candidate of candidates) {
  candidate.addEventListener("focusin", () => look(candidates.indexOf(candidate), false));
  const text = candidate.querySelector(".statute");
  if (text.scrollHeight <= text.clientHeight + 24) text.classList.add("short");
}
for (const details of document.querySelectorAll("[data-context]")) {
  details.addEventListener("toggle", async () => {
    const room = details.querySelector("div");
    if (!details.open || room.childNodes.length) return;
    try {
      room.replaceChildren(...(await piece(`/sections/${details.dataset.context}/context`)));
      room.querySelector(".here")?.scrollIntoView({ block: "nearest" });
      showCitations();
    } catch (error) {
      toast(`${error.message} ${error.hint}`);
    }
  });
}

/** Words selected in the current candidate are quoted at once where it is cited already. */
document.addEventListener("mouseup", () => {
  const provision = document.getSelection().anchorNode?.parentElement?.closest(".provision");
  const words = provision ? drafts.selectedIn(provision) : "";
  const before = words && draft.citations.find((entry) => entry.section_id === Number(provision.dataset.section));
  if (before) change({ citations: draft.citations.map((entry) => (entry === before ? { ...entry, quote: words } : entry)) });
});

// ---- keys

const answer = (index) => () => {
  form.elements.judgement[index].checked = true;
  readForm();
};
const follow = (selector) => () => document.querySelector(selector)?.click();
onKeys({
  1: answer(0),
  2: answer(1),
  3: answer(2),
  4: answer(3),
  j: () => look(current + 1),
  k: () => look(current - 1),
  c: () => candidates.length && cite(candidates[current]),
  x: () => candidates.length && refuse(candidates[current]),
  r: () => {
    if (draft.judgement !== "partial") answer(1)();
    form.querySelector("[name=reasons]")?.focus();
  },
  w: () => $("rationale").focus(),
  n: follow("a[rel=next]"),
  p: follow("a[rel=prev]"),
  s: follow("#skip"),
});

// ---- start

const stored = drafts.load(country, element);
const kept = stored && { ...drafts.blank(), ...stored };
if (kept && JSON.stringify(kept) !== JSON.stringify(own)) {
  draft = kept;
  $("draft-note").hidden = false;
}
$("discard").addEventListener("click", () => {
  drafts.clear(country, element);
  draft = own ?? drafts.blank();
  $("draft-note").hidden = true;
  $("saved").textContent = "";
  show();
  rank();
});
window.addEventListener("storage", (event) => {
  if (!drafts.isFor(event.key, country, element)) return;
  draft = { ...drafts.blank(), ...(drafts.load(country, element) ?? own) };
  show();
});
if (matchMedia("(max-width: 68rem)").matches) document.querySelector(".codebook > details").open = false;
show();
look(0, false);
if (draft !== own && (draft.citations.length || draft.refused.length)) rank();
ready();
