// The candidates in a new order after each decision; what is looked at stays where it is on the screen.
import { api } from "./common.js";
import { _ } from "./words.js";

const room = document.getElementById("ranking");
let asked = 0;

/** How many candidates, from the first of the analysis on, were before the reviewer. */
export function readUpTo(candidates, seen) {
  const ranked = [...candidates].sort((one, other) => one.dataset.rank - other.dataset.rank);
  const first = ranked.findIndex((candidate) => !seen.has(Number(candidate.dataset.section)));
  return first < 0 ? ranked.length : first;
}

/** The candidates in the order the marks make likelier; as they are when a later question was asked meanwhile. Throws Problem. */
export async function reorder(candidates, { country, element, marked }) {
  const turn = ++asked;
  const body = { country, element, benchmark: room.dataset.benchmark, marked };
  const { items } = await api("/api/v1/reranked", { method: "POST", body });
  if (turn !== asked) return candidates;
  const ranks = new Map(items.map((item) => [String(item.candidate_id), item.rank]));
  const place = (candidate) => ranks.get(candidate.dataset.candidate) ?? Number(candidate.dataset.rank);
  const sorted = [...candidates].sort((one, other) => place(one) - place(other));
  arrange(candidates, sorted);
  sorted.forEach((candidate, at) => tell(candidate, at + 1));
  return sorted;
}

/** Move what has to move, and nothing under the reviewer's eyes or fingers. */
function arrange(before, sorted) {
  const looked = before.find((candidate) => candidate.classList.contains("current"));
  const focused = looked?.contains(document.activeElement) ? document.activeElement : null;
  const top = looked?.getBoundingClientRect().top ?? 0;
  const moved = sorted.filter((candidate, at) => candidate !== before[at]).length;
  sorted.forEach((candidate, at) => {
    if (room.children[at] !== candidate) room.insertBefore(candidate, room.children[at] ?? null);
  });
  focused?.focus({ preventScroll: true });
  if (looked) window.scrollBy(0, looked.getBoundingClientRect().top - top);
  if (moved) document.getElementById("moved").textContent = _("Put in a new order by what you marked.");
}

function tell(candidate, rank) {
  const was = candidate.querySelector(".was");
  candidate.querySelector("[data-place]").textContent = rank;
  was.hidden = rank === Number(candidate.dataset.rank);
  was.textContent = was.hidden ? "" : _("was %(rank)s", { rank: candidate.dataset.rank });
}
