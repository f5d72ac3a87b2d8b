// The page: an editor for puzzles, and the steps of an answer with a slider. Texts are written as text, never as HTML.

import { maze, sudoku } from "./puzzles.js";
import { open } from "./step.js";

const RULES = { sudoku, maze };
const at = id => document.getElementById(id);
const opened = {};  // promises of networks by the name of their file
let step, kind, rules, side;  // the network, its task, that task's rules, and cells in a row
let puzzle = [], cells = [];  // the signs of the puzzle, and the editor's elements
let states = [], now = 0, timer = null, run = 0;  // the answer's states, the shown one, and a number for each solving

// ---- the network

async function choose(name) {
  at("views").hidden = true;
  at("network").textContent = "";
  say("Loading ...");
  try {
    const found = await (opened[name] ??= open(`models/${name}.onnx`));
    if (document.querySelector("#tasks :checked").value !== name) return;
    step = found;
    kind = step.description.task;
    rules = RULES[kind];
    if (!rules) throw new Error(`models/${name}.onnx is of a task that this page does not know`);
  } catch (error) {
    delete opened[name];
    say(`${error.message}: run docs/demo/make.sh, and load this page again`);
    return;
  }
  const { seq_len, checkpoint, halt_max_steps } = step.description;
  side = Math.sqrt(seq_len);
  at("network").textContent = `Network: ${checkpoint}, up to ${halt_max_steps} improvement steps.`;
  at("how").textContent = rules.how;
  at("tools").hidden = kind !== "maze";
  at("views").className = kind;
  for (const board of [at("editor"), at("shown")]) board.style.gridTemplate = `repeat(${side}, 1fr) / repeat(${side}, 1fr)`;
  makeEditor();
  draw(examples()[0]);
  say("");
  at("views").hidden = false;
}

function say(text) {
  at("status").textContent = text;
  at("status").hidden = !text;
}

const examples = () => step.description.examples.map(tokens => tokens.map(token => step.description.signs[token]));

// ---- the editor

function makeEditor() {
  const editor = at("editor"), isGrid = kind === "maze";
  editor.setAttribute("role", isGrid ? "grid" : "group");
  editor.replaceChildren();
  cells = [];
  for (let row = 0; row < side; row++) {
    const line = isGrid ? document.createElement("div") : null;
    line?.setAttribute("role", "row");
    for (let column = 0; column < side; column++) {
      const cell = isGrid ? mazeCell() : digitCell(row, column);
      frame(cell, cells.length);
      (line ?? editor).append(cell);
      cells.push(cell);
    }
    if (line) editor.append(line);
  }
}

function digitCell(row, column) {
  const cell = document.createElement("input");
  const number = cells.length;
  Object.assign(cell, { inputMode: "numeric", autocomplete: "off", ariaLabel: `row ${row + 1}, column ${column + 1}` });
  cell.addEventListener("focus", () => cell.select());
  cell.addEventListener("input", () => {
    const typed = cell.value.slice(-1), sign = typed ? rules.read(typed, side) : rules.blank;
    set(number, sign ?? rules.blank);
    if (sign === null) complain(`A cell holds a digit from 1 to ${side}, or nothing.`);
  });
  return cell;
}

// One cell of a maze is reached by the tabulator, the others by arrow keys.
function mazeCell() {
  const cell = document.createElement("div");
  cell.setAttribute("role", "gridcell");
  cell.tabIndex = cells.length ? -1 : 0;
  return cell;
}

// The thick lines of a Sudoku, and no line at the edge.
function frame(cell, number) {
  const row = Math.floor(number / side), column = number % side, box = Math.sqrt(side);
  cell.classList.add("cell");
  cell.classList.toggle("last-column", column === side - 1);
  cell.classList.toggle("last-row", row === side - 1);
  cell.classList.toggle("box-right", column % box === box - 1 && column < side - 1);
  cell.classList.toggle("box-below", row % box === box - 1 && row < side - 1);
}

function paint(number) {
  const cell = cells[number], sign = puzzle[number];
  if (kind === "maze") {
    dress(cell, rules.look(sign));
    cell.textContent = rules.text(sign);
    cell.ariaLabel = `row ${Math.floor(number / side) + 1}, column ${number % side + 1}: ${rules.label(sign)}`;
  } else {
    dress(cell, sign === rules.blank ? "" : "given");
    cell.value = rules.text(sign);
  }
}

function dress(cell, look) {
  cell.classList.remove("given", "predicted", "wall", "start", "goal", "path", "free");
  if (look) cell.classList.add(look);
}

// Change a cell. A maze has one start and one goal.
function set(number, sign) {
  if ("SG".includes(sign)) puzzle.forEach((other, place) => { if (other === sign) change(place, rules.blank); });
  change(number, sign);
  forget();
}
function change(number, sign) {
  puzzle[number] = sign;
  paint(number);
}

function draw(signs) {
  puzzle = [...signs];
  puzzle.forEach((_, number) => paint(number));
  forget();
}

// The answer belongs to another puzzle now.
function forget() {
  run++;
  play(false);
  states = [];
  at("answer").hidden = true;
  complain("");
}

function complain(text) {
  at("fault").textContent = text;
}

function reach(number) {
  cells.forEach((cell, place) => { if (kind === "maze") cell.tabIndex = place === number ? 0 : -1; });
  cells[number].focus();
}

at("editor").addEventListener("keydown", event => {
  const number = cells.indexOf(event.target);
  if (number < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
  const row = Math.floor(number / side), column = number % side;
  const to = {
    ArrowLeft: column > 0 && number - 1, ArrowRight: column < side - 1 && number + 1,
    ArrowUp: row > 0 && number - side, ArrowDown: row < side - 1 && number + side,
  }[event.key];
  const sign = kind === "maze" && { w: "#", "#": "#", s: "S", g: "G", " ": " ", ".": " ", enter: tool() }[event.key.toLowerCase()];
  if (to !== undefined) { if (to !== false) reach(to); }
  else if (sign) set(number, sign);
  else return;
  event.preventDefault();
});

const tool = () => document.querySelector("#tools :checked").value;

// Drawing in a maze: what the first cell becomes, all cells become that the pointer passes.
let drawn = null;
at("editor").addEventListener("pointerdown", event => {
  const number = cells.indexOf(event.target);
  if (kind !== "maze" || number < 0 || event.button) return;
  drawn = tool() === "#" && puzzle[number] === "#" ? " " : tool();
  set(number, drawn);
  reach(number);
  event.preventDefault();
});
addEventListener("pointermove", event => {
  if (drawn === null) return;
  const number = cells.indexOf(document.elementFromPoint(event.clientX, event.clientY));
  if (number >= 0 && puzzle[number] !== drawn && !"SG".includes(puzzle[number])) set(number, drawn);
});
for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => { drawn = null; });

at("editor").addEventListener("paste", event => {
  event.preventDefault();
  const signs = rules.split(event.clipboardData.getData("text")).map(sign => rules.read(sign, side));
  if (signs.length !== puzzle.length) complain(`A puzzle has ${puzzle.length} cells, and this text has ${signs.length}.`);
  else if (signs.includes(null)) complain(`Cell ${signs.indexOf(null) + 1} of this text is no cell of such a puzzle.`);
  else draw(signs);
});

at("clear").addEventListener("click", () => draw(puzzle.map(() => rules.blank)));
at("example").addEventListener("click", () => {
  const others = examples().filter(signs => signs.join("") !== puzzle.join(""));
  draw(others[Math.floor(Math.random() * others.length)]);
});

// ---- solving

async function solve() {
  forget();
  const fault = rules.questionFault(puzzle), mine = run;
  if (fault) return complain(`This is no puzzle: ${fault}.`);
  const made = [{ signs: [...puzzle] }];
  at("solve").disabled = true;
  try {
    for await (const state of step.improve(puzzle, at("halt").checked)) made.push(state);
  } catch (error) {
    return complain(error.message);
  } finally {
    at("solve").disabled = false;
  }
  if (mine !== run) return;  // the puzzle was changed meanwhile
  states = made;
  at("slider").max = states.length - 1;
  at("answer").hidden = false;
  at("slider").focus();
  const inMotion = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  show(inMotion ? 0 : states.length - 1);
  play(inMotion);
}
at("solve").addEventListener("click", solve);

// ---- the answer

function show(number) {
  now = Math.max(0, Math.min(states.length - 1, number));
  const { signs, probability, halts, seconds } = states[now], question = states[0].signs;
  const changed = now ? signs.map((sign, cell) => sign !== states[now - 1].signs[cell]) : signs.map(() => false);
  at("slider").value = now;
  at("slider").ariaValueText = `step ${now}`;
  at("shown").replaceChildren(...signs.map((sign, number) => {
    const cell = document.createElement("div"), look = rules.look(sign, question[number] !== rules.blank);
    frame(cell, number);
    cell.classList.add(look);
    cell.classList.toggle("changed", changed[number]);
    cell.textContent = rules.text(sign);
    return cell;
  }));
  at("shown").ariaLabel = signs.map((sign, cell) => (cell % side ? "" : `row ${cell / side + 1}: `) + rules.label(sign)).join(", ");
  const last = states.length - 1, fault = now ? rules.answerFault(question, signs) : null;
  at("state").textContent = now === 0
    ? `Before the first of ${last} step${last === 1 ? "" : "s"}.`
    : `Step ${now} of ${last}: probability that the answer is right ${probability.toFixed(3)}; `
      + `cells changed: ${changed.filter(Boolean).length}; ${(1000 * seconds).toFixed(1)} ms. `
      + (halts ? "The network says that it is done." : "The network would go on.");
  at("verdict").textContent = now === 0 ? "" : fault ? `The answer breaks the rules: ${fault}.` : "The answer obeys the rules.";
  at("verdict").classList.toggle("broken", Boolean(fault));
}

function play(on) {
  clearInterval(timer);
  timer = on ? setInterval(() => { if (now === states.length - 1) play(false); else show(now + 1); }, 450) : null;
  at("play").textContent = on ? "\u23F8" : "\u25B6";
  at("play").ariaLabel = on ? "Pause" : "Play";
}
function toggle() {
  if (!timer && now === states.length - 1) show(0);
  play(!timer);
}
function go(number) {
  play(false);
  show(number);
}
at("slider").addEventListener("input", () => go(Number(at("slider").value)));
at("play").addEventListener("click", toggle);
at("back").addEventListener("click", () => go(now - 1));
at("on").addEventListener("click", () => go(now + 1));
document.addEventListener("keydown", event => {
  const { key, target } = event;
  if (!states.length || event.ctrlKey || event.altKey || event.metaKey || target.closest?.("#question, #tasks")) return;
  const moves = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: states.length - 1 };
  if (key === " " && target.tagName !== "BUTTON") toggle();
  else if (key in moves) go(moves[key]);
  else return;
  event.preventDefault();
});

for (const radio of document.querySelectorAll("#tasks input"))
  radio.addEventListener("change", () => choose(radio.value));
at("demo").hidden = false;
choose(document.querySelector("#tasks :checked").value);
