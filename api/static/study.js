// Freezing an edition.
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
ready();
