// Freezing an edition, and signing one off.
import { api, flash, newKey, ready, showProblem } from "./common.js";
import { _ } from "./words.js";

const form = document.getElementById("freeze");
let key = newKey();
form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = form.elements.name.value.trim();
  try {
    await api(form.getAttribute("action"), { method: "POST", body: { benchmark: form.dataset.benchmark, name }, key });
    flash(_("“%(name)s” is frozen.", { name }));
    location.reload();
  } catch (error) {
    key = newKey();
    showProblem(document.getElementById("freeze-problem"), error);
  }
});

const signing = document.getElementById("sign");
let signKey = newKey();
signing?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const statement = signing.elements.statement.value.trim();
  try {
    await api(signing.getAttribute("action"), { method: "POST", body: { statement }, key: signKey });
    location.reload();
  } catch (error) {
    signKey = newKey();
    showProblem(document.getElementById("sign-problem"), error);
  }
});
ready();
