// The rules of both tasks, as in dataset/sudoku/rules.py and dataset/maze/rules.py. A puzzle is a list of signs, row by row:
// digits and "." of a Sudoku; "#", " ", "S", "G" and, in answers, "o" of a maze. Faults are texts; null means that there is none.

const named = (cell, side) => `row ${Math.floor(cell / side) + 1}, column ${cell % side + 1}`;

export const sudoku = {
  blank: ".",
  how: "Type the digits that are given, or paste a whole puzzle. Arrow keys move from cell to cell.",

  // A sign that was typed or pasted, or null if it is none.
  read(sign, side) {
    if (".0*_?- ".includes(sign)) return ".";
    return sign >= "1" && sign <= String(side) ? sign : null;
  },
  // The signs of a whole puzzle as text, without a frame around it.
  split: text => [...text.replace(/^[-+|\s]*\+[-+|\s]*$/gm, "").replace(/[\s|]/g, "")],
  questionFault: signs => clash(signs),
  answerFault(question, answer) {
    const side = Math.sqrt(question.length);
    for (let cell = 0; cell < question.length; cell++) {
      if (question[cell] !== "." && answer[cell] !== question[cell])
        return `${named(cell, side)} changes the given ${question[cell]} to ${answer[cell]}`;
      if (!/^[1-9]$/.test(answer[cell])) return `${named(cell, side)} holds no digit`;
    }
    return clash(answer);
  },
  label: sign => sign === "." ? "blank" : sign,
  look: (sign, isGiven) => isGiven ? "given" : "predicted",
  text: sign => sign === "." ? "" : sign,
};

// The first row, column or box that holds a digit twice.
function clash(signs) {
  const side = Math.sqrt(signs.length), box = Math.sqrt(side);
  const units = {
    row: (unit, place) => unit * side + place,
    column: (unit, place) => place * side + unit,
    box: (unit, place) => (Math.floor(unit / box) * box + Math.floor(place / box)) * side + unit % box * box + place % box,
  };
  for (const [name, cell] of Object.entries(units))
    for (let unit = 0; unit < side; unit++) {
      const seen = new Set();
      for (let place = 0; place < side; place++) {
        const digit = signs[cell(unit, place)];
        if (digit !== "." && seen.has(digit)) return `${name} ${unit + 1} holds ${digit} twice`;
        seen.add(digit);
      }
    }
  return null;
}

export const maze = {
  blank: " ",
  how: "Press and drag to draw or remove walls, or paste a whole maze. Arrow keys move from cell to cell; W, S, G and the space bar "
    + "make a wall, the start, the goal or a free cell.",
  read: sign => sign === "." ? " " : "# SG".includes(sign) ? sign : null,
  split: text => [...text.replace(/[\r\n]/g, "")],
  questionFault(signs) {
    for (const [sign, name] of [["S", "start"], ["G", "goal"]]) {
      const count = signs.filter(each => each === sign).length;
      if (count !== 1) return `the maze has ${count ? `${count} ${name}s` : `no ${name}`}`;
    }
    return steps(signs, signs.map(sign => sign !== "#")) === null ? "no path leads from the start to the goal" : null;
  },
  answerFault(question, answer) {
    const side = Math.sqrt(question.length);
    for (let cell = 0; cell < question.length; cell++)
      if (answer[cell] !== question[cell] && !(question[cell] === " " && answer[cell] === "o"))
        return `${named(cell, side)} is ${this.label(question[cell])}, and not ${this.label(answer[cell])}`;
    const marked = answer.filter(sign => sign === "o").length + 1;
    const taken = steps(question, answer.map(sign => "oSG".includes(sign)));
    if (taken === null) return "the path does not join start and goal";
    if (taken < marked) return "the marked cells are no single path";
    const shortest = steps(question, question.map(sign => sign !== "#"));
    return taken > shortest ? `the path takes ${taken} steps, the shortest ${shortest}` : null;
  },
  label: sign => ({ "#": "a wall", " ": "free", S: "the start", G: "the goal", o: "the path" })[sign] ?? "nothing known",
  look: sign => ({ "#": "wall", S: "start", G: "goal", o: "path" })[sign] ?? "free",
  text: sign => "SG?".includes(sign) ? sign : "",
};

// Steps of a shortest way from S to G over open cells; null if there is none.
function steps(signs, open) {
  const side = Math.sqrt(signs.length), goal = signs.indexOf("G");
  const far = new Map([[signs.indexOf("S"), 0]]);
  for (const [cell, distance] of far) {  // a Map gives what is added meanwhile, too
    if (cell === goal) return distance;
    const column = cell % side;
    const next = [cell - side, cell + side, ...(column ? [cell - 1] : []), ...(column < side - 1 ? [cell + 1] : [])];
    for (const other of next) if (open[other] && !far.has(other)) far.set(other, distance + 1);
  }
  return null;
}
