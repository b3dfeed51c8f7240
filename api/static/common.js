// What every page shares: asking the API, problems in words, keys, the help dialog, short messages.

import { _ } from "./words.js";

const FLASH = "analyser:flash";

/** A problem object of the API as an Error: what happened, what to do, what is missing. */
export class Problem extends Error {
  constructor(data, status) {
    super(data.detail || _("The server answered %(status)s.", { status }));
    this.code = data.code || String(status);
    this.hint = data.hint || "";
    this.missing = Array.isArray(data.missing) ? data.missing : [];
    this.status = status;
  }
}

/** Ask the API; JSON in, JSON out. Throws Problem. */
export async function api(path, { method = "GET", body, key } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  let answer;
  try {
    answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Problem({ code: "offline", detail: _("The server cannot be reached."), hint: _("What you entered is kept. Start the server again and repeat.") }, 0);
  }
  const data = answer.status === 204 ? null : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Problem(data ?? {}, answer.status);
  return data;
}

/** A piece of a page, made by the server. Throws Problem. */
export async function piece(path) {
  const answer = await fetch(path);
  if (!answer.ok || answer.redirected) throw new Problem({ detail: _("This could not be loaded."), hint: _("Load the page again.") }, answer.status);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.body.childNodes];
}

/** Show a problem in a notice: what happened, a list of what is missing, what to do. */
export function showProblem(place, error) {
  const strong = document.createElement("strong");
  strong.textContent = error.missing?.length > 1 ? _("Not recorded yet:") : error.message;
  place.replaceChildren(strong);
  if (error.missing?.length > 1) {
    const list = document.createElement("ul");
    for (const entry of error.missing) list.append(Object.assign(document.createElement("li"), { textContent: entry }));
    place.append(list);
  }
  if (error.hint) place.append(" ", error.hint);
  if (error.code === "not_authenticated") place.append(" ", Object.assign(document.createElement("a"), { href: "/login", target: "_blank", textContent: _("Sign in in a new tab") }));
  place.hidden = false;
}

/** A short message that goes away by itself. */
export function toast(text) {
  const note = Object.assign(document.createElement("div"), { className: "toast", textContent: text });
  document.getElementById("toasts")?.append(note);
  setTimeout(() => note.remove(), 6000);
}

/** A short message shown by the next page. */
export function flash(text) {
  sessionStorage.setItem(FLASH, text);
}

/** Whether keys belong to a text field now. */
export function typing(target) {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("textarea, select, input:not([type=radio]):not([type=checkbox]):not([type=button])"));
}

/** Call `actions[key]` for plain keys outside text fields and dialogs. */
export function onKeys(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    const action = Object.hasOwn(actions, event.key) ? actions[event.key] : undefined;
    if (action && action(event) !== false) event.preventDefault();
  });
}

/** Let the buttons of this page be pressed: what answers them is there now. */
export function ready() {
  for (const button of document.querySelectorAll("[data-needs-script]")) button.disabled = false;
}

/** A new key for a request that must be answered only once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const header = document.querySelector("header.top");
new ResizeObserver(() => document.documentElement.style.setProperty("--top", `${header.offsetHeight}px`)).observe(header);

const help = document.getElementById("help");
const openHelp = () => help?.showModal();
document.querySelector("[data-help]")?.addEventListener("click", openHelp);
onKeys({ "?": openHelp });

for (const field of document.querySelectorAll("[data-submit]")) field.addEventListener("change", () => field.form.requestSubmit());
for (const part of document.querySelectorAll('[data-with-script="hide"]')) part.hidden = true;
for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

for (const button of document.querySelectorAll("[data-analyse]")) {
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = _("Analysing …");
    try {
      let job = await api("/api/v1/analyses", { method: "POST", body: { country: button.dataset.analyse, benchmark: button.dataset.benchmark } });
      while (["queued", "running"].includes(job.state)) {
        await new Promise((done) => setTimeout(done, 700));
        job = await api(`/api/v1/jobs/${job.id}`);
        button.textContent = job.step ? `${job.step} …` : _("Analysing …");
      }
      if (["failed", "rejected"].includes(job.state)) throw new Problem({ detail: job.message, hint: job.hint, code: job.error_code }, 200);
      flash(job.state === "empty" ? job.message : _("The analysis is ready."));
      location.reload();
    } catch (error) {
      button.disabled = false;
      button.textContent = _("Analyse now");
      toast(`${error.message} ${error.hint ?? ""}`);
    }
  });
}

const waiting = sessionStorage.getItem(FLASH);
if (waiting) {
  sessionStorage.removeItem(FLASH);
  toast(waiting);
}
