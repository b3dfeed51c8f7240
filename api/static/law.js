// A law opened from a review: sections cited here go into that review's draft; the review page hears of it.
import { ready, toast } from "./common.js";
import { _ } from "./words.js";
import { blank, citation, load, save, selectedIn } from "./draft.js";

const page = document.querySelector("[data-cite-country]");
if (page) {
  const { citeCountry: country, citeElement: element } = page.dataset;
  for (const button of page.querySelectorAll("[data-cite]")) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
    button.addEventListener("click", () => {
      const provision = button.closest(".provision");
      const draft = load(country, element) ?? blank();
      const cited = citation(provision, selectedIn(provision));
      draft.citations = [...draft.citations.filter((entry) => entry.section_id !== cited.section_id), cited];
      save(country, element, draft);
      provision.classList.add("added");
      toast(_("%(label)s is cited in your draft.", { label: cited.label }));
    });
  }
}
ready();
