// The matrix: arrow keys move, filters fade, the search hides rows. Only one cell is in the tab order.
import { onKeys, typing } from "./common.js";

const table = document.querySelector(".matrix");
const rows = [...(table?.tBodies[0]?.rows ?? [])];
const cells = rows.map((row) => [...row.querySelectorAll("td > a")]);
let at = [0, 0];

function place(link) {
  const row = link.closest("tr");
  return [rows.indexOf(row), cells[rows.indexOf(row)].indexOf(link)];
}

function go(row, column) {
  const target = cells[row]?.[column];
  if (!target) return;
  cells[at[0]][at[1]].tabIndex = -1;
  at = [row, column];
  target.tabIndex = 0;
  target.focus({ preventScroll: true });
  reveal(target);
}

/** Scroll so that the cell is clear of the sticky headers. */
function reveal(target) {
  const frame = table.closest(".scroll");
  const box = target.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  const top = outer.top + table.tHead.offsetHeight + 6;
  const left = outer.left + table.querySelector(".corner").offsetWidth + 6;
  if (box.top < top) frame.scrollTop -= top - box.top;
  else if (box.bottom > outer.bottom) frame.scrollTop += box.bottom - outer.bottom + 6;
  if (box.left < left) frame.scrollLeft -= left - box.left;
  else if (box.right > outer.right) frame.scrollLeft += box.right - outer.right + 6;
}

function step(from, by) {
  for (let row = from + by; row >= 0 && row < rows.length; row += by) if (!rows[row].hidden) return row;
  return from;
}

const moves = {
  ArrowRight: ([row, column]) => [row, Math.min(column + 1, cells[row].length - 1)],
  ArrowLeft: ([row, column]) => [row, Math.max(column - 1, 0)],
  ArrowDown: ([row, column]) => [step(row, 1), column],
  ArrowUp: ([row, column]) => [step(row, -1), column],
  Home: ([row], ctrl) => [ctrl ? step(-1, 1) : row, 0],
  End: ([row], ctrl) => [ctrl ? step(rows.length, -1) : row, cells[row].length - 1],
};

if (cells.length) {
  cells[0][0].tabIndex = 0;
  table.addEventListener("focusin", (event) => {
    if (event.target.matches("td > a")) {
      cells[at[0]][at[1]].tabIndex = -1;
      at = place(event.target);
      event.target.tabIndex = 0;
    }
  });
  document.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move || typing(event.target) || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    if (!table.contains(event.target) && event.target !== document.body && event.target.id !== "main") return;
    event.preventDefault();
    const inside = table.contains(document.activeElement);
    go(...(inside ? move(at, event.ctrlKey) : at));
  });
}

for (const count of document.querySelectorAll(".filter .count")) {
  count.textContent = table.tBodies[0].querySelectorAll(`td.tone-${count.parentElement.dataset.tone}`).length.toLocaleString(document.documentElement.lang);
}

const chosen = new Set();
function filter() {
  const wanted = (document.getElementById("find")?.value ?? "").trim().toLowerCase();
  for (const row of rows) {
    const matching = [...row.querySelectorAll("td")].map((cell) => {
      const fits = !cell.classList.contains("aside") && (chosen.size === 0 || [...chosen].some((tone) => cell.classList.contains(`tone-${tone}`)));
      cell.classList.toggle("faded", !fits);
      return fits;
    });
    row.hidden = !row.dataset.country.includes(wanted) || !matching.includes(true);
  }
}
for (const button of document.querySelectorAll(".filter")) {
  button.addEventListener("click", () => {
    const pressed = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(pressed));
    chosen[pressed ? "add" : "delete"](button.dataset.tone);
    filter();
  });
}
document.getElementById("find")?.addEventListener("input", filter);
onKeys({ "/": () => document.getElementById("find")?.focus() });
