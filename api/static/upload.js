// Upload: every file is sent on its own, its job is followed, its certificate shown. The form keeps what was entered.
import { newKey, piece, Problem, ready, showProblem } from "./common.js";
import { _ } from "./words.js";

const form = document.getElementById("upload");
const files = document.getElementById("files");
const work = document.getElementById("work");
const drop = form.querySelector(".drop");
const problem = document.getElementById("form-problem");

/** Send one file with the form's other fields. Resolves to the job; rejects with Problem. */
function send(file, fields, key, onSent) {
  const body = new FormData();
  for (const [name, value] of fields) if (name !== "file" && value !== "") body.append(name, value);
  body.append("file", file, file.name);
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", form.getAttribute("action"));
    request.setRequestHeader("Idempotency-Key", key);
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => onSent(event.lengthComputable ? event.loaded / event.total : null));
    request.addEventListener("load", () => (request.status === 202 ? done(request.response) : fail(new Problem(request.response ?? {}, request.status))));
    request.addEventListener("error", () => fail(new Problem({ detail: _("The server cannot be reached, or refused the file."), hint: _("Nothing was stored. Try again.") }, 0)));
    request.send(body);
  });
}

function card(file) {
  const item = document.createElement("li");
  const title = Object.assign(document.createElement("h3"), { textContent: file.name });
  const step = Object.assign(document.createElement("p"), { className: "step" });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  const text = Object.assign(document.createElement("span"), { textContent: _("Sending") });
  step.append(bar, text);
  item.append(title, step);
  work.append(item);
  document.getElementById("no-work").hidden = true;
  return { item, bar, text, step };
}

async function follow(id, item) {
  for (;;) {
    const nodes = await piece(`/jobs/${encodeURIComponent(id)}/card?benchmark=${encodeURIComponent(form.dataset.benchmark)}`);
    const article = nodes.find((node) => node.nodeType === Node.ELEMENT_NODE);
    if (item.dataset.seen !== article.outerHTML) {
      item.dataset.seen = article.outerHTML;
      item.replaceChildren(...nodes);
    }
    if ("finished" in article.dataset) return article.dataset.state;
    await new Promise((done) => setTimeout(done, 600));
  }
}

/** Say what went wrong with a file and offer to try again. */
function refuse(item, error, again) {
  const notice = Object.assign(document.createElement("div"), { className: "notice bad" });
  notice.setAttribute("role", "alert");
  showProblem(notice, error);
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: _("Try again") });
  button.addEventListener("click", () => {
    notice.remove();
    again();
  });
  notice.append(" ", button);
  item.append(notice);
}

/** Resolves when the file was received or refused; its job is followed while the next file is sent. */
async function handle(file, fields) {
  const { item, bar, text, step } = card(file);
  const key = newKey();
  const watch = (job) => follow(job.id, item).catch((error) => refuse(item, error, () => watch(job)));
  const attempt = async () => {
    step.hidden = false;
    try {
      const job = await send(file, fields, key, (share) => {
        if (share === null) bar.removeAttribute("value");
        else bar.value = share;
        text.textContent = share === 1 ? _("Received") : _("Sending");
      });
      watch(job);
    } catch (error) {
      step.hidden = true;
      refuse(item, error, attempt);
    }
  };
  await attempt();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.hidden = true;
  const chosen = [...files.files];
  const fields = [...new FormData(form)];
  if (chosen.length > 1 && form.elements.title.value.trim()) {
    showProblem(problem, new Problem({ detail: _("One title cannot name several files."), hint: _("Leave the title empty, or upload the files one by one.") }, 0));
    return;
  }
  const large = chosen.find((file) => file.size > Number(form.dataset.largest) * 2 ** 20);
  if (large) {
    showProblem(problem, new Problem({ detail: _("%(name)s is larger than %(size)s MiB.", { name: large.name, size: form.dataset.largest }), hint: _("Split the law into its books.") }, 0));
    return;
  }
  for (const file of chosen) await handle(file, fields);
});

for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const name of ["dragleave", "drop"]) drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove("over"); });
drop.addEventListener("drop", (event) => { files.files = event.dataTransfer.files; });
ready();
