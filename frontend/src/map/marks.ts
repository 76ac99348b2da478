/** Patterns and shapes of the duty map, drawn on canvas with the page's own colours. */
export type Risk = "major" | "larger" | "general" | "low";
type Point = [number, number];

let look: CSSStyleDeclaration | undefined;

export function colour(token: string): string {
  look ??= getComputedStyle(document.documentElement);
  return look.getPropertyValue(`--${token}`).trim();
}

/** The corners of a risk shape in a box of side 1; a disc has none. */
export function outline(risk: Risk): Point[] {
  if (risk === "low") return [];
  if (risk === "larger")
    return [
      [0.5, 0.04],
      [1, 0.96],
      [0, 0.96],
    ];
  if (risk === "general")
    return [
      [0.06, 0.06],
      [0.94, 0.06],
      [0.94, 0.94],
      [0.06, 0.94],
    ];
  const cut = 0.29;
  return [
    [cut, 0],
    [1 - cut, 0],
    [1, cut],
    [1, 1 - cut],
    [1 - cut, 1],
    [cut, 1],
    [0, 1 - cut],
    [0, cut],
  ];
}

export function canvas(
  width: number,
  height = width,
): [HTMLCanvasElement, CanvasRenderingContext2D] {
  const made = document.createElement("canvas");
  made.width = width;
  made.height = height;
  const pen = made.getContext("2d");
  if (!pen) throw new Error("this browser draws no canvas");
  return [made, pen];
}

function trace(pen: CanvasRenderingContext2D, risk: Risk, side: number, edge: number): void {
  pen.beginPath();
  if (risk === "low") {
    pen.arc(edge + side / 2, edge + side / 2, side / 2, 0, 2 * Math.PI);
  } else {
    outline(risk).forEach(([x, y]) => pen.lineTo(edge + x * side, edge + y * side));
    pen.closePath();
  }
}

/** A mark of 13 px with a white edge (yellow: a dark one), at the given pixel ratio. */
export function riskMark(risk: Risk, ratio: number): HTMLCanvasElement {
  const side = (risk === "low" ? 10 : 13) * ratio;
  const edge = 2 * ratio;
  const [made, pen] = canvas(Math.ceil(side + 2 * edge));
  trace(pen, risk, side, edge);
  pen.lineJoin = "round";
  pen.lineWidth = 3 * ratio;
  pen.strokeStyle = colour("paper");
  pen.stroke();
  pen.fillStyle = colour(`risk-${risk}`);
  pen.fill();
  if (risk === "general") {
    pen.lineWidth = ratio;
    pen.strokeStyle = colour("risk-general-edge");
    pen.stroke();
  }
  if (risk === "major") {
    pen.fillStyle = colour("paper");
    const middle = edge + side / 2;
    pen.fillRect(middle - ratio, edge + side * 0.2, 2 * ratio, side * 0.36);
    pen.fillRect(middle - ratio, edge + side * 0.66, 2 * ratio, side * 0.15);
  }
  return made;
}

function disc(radius: number, fill: string, ring: string, ratio: number): HTMLCanvasElement {
  const half = (radius + 2) * ratio;
  const [made, pen] = canvas(Math.ceil(2 * half));
  pen.beginPath();
  pen.arc(half, half, radius * ratio, 0, 2 * Math.PI);
  pen.fillStyle = colour(fill);
  pen.fill();
  pen.lineWidth = 2 * ratio;
  pen.strokeStyle = colour(ring);
  pen.stroke();
  return made;
}

/** A site whose risk nobody has said. */
export function plainMark(ratio: number): HTMLCanvasElement {
  return disc(5, "ctl", "paper", ratio);
}

/** The site that was chosen: the ball of the product, with its halo. */
export function chosenMark(ratio: number): HTMLCanvasElement {
  return disc(9, "pri", "pri-l", ratio);
}

/** An open case: a diamond in ink, red when overdue. */
export function caseMark(overdue: boolean, ratio: number): HTMLCanvasElement {
  const size = 14 * ratio;
  const [made, pen] = canvas(Math.ceil(size));
  const half = size / 2;
  pen.beginPath();
  pen.moveTo(half, ratio);
  pen.lineTo(size - ratio, half);
  pen.lineTo(half, size - ratio);
  pen.lineTo(ratio, half);
  pen.closePath();
  pen.fillStyle = colour(overdue ? "red" : "ink2");
  pen.fill();
  pen.lineWidth = 2 * ratio;
  pen.strokeStyle = colour("paper");
  pen.stroke();
  return made;
}

/** Nobody: 45° hatch in red. */
export function hatch(ratio: number): CanvasPattern | string {
  const step = 9 * ratio;
  const [made, pen] = canvas(step);
  pen.fillStyle = colour("red-s");
  pen.fillRect(0, 0, step, step);
  pen.strokeStyle = colour("red");
  pen.globalAlpha = 0.7;
  pen.lineWidth = ratio;
  pen.beginPath();
  for (const shift of [-step, 0, step]) {
    pen.moveTo(shift, step);
    pen.lineTo(shift + step, 0);
  }
  pen.stroke();
  return pen.createPattern(made, "repeat") ?? colour("red-s");
}

/** A stand-in that ends soon: dots in amber. */
export function dots(ratio: number): CanvasPattern | string {
  const step = 8 * ratio;
  const [made, pen] = canvas(step);
  pen.fillStyle = colour("amb-s");
  pen.fillRect(0, 0, step, step);
  pen.fillStyle = colour("amb");
  pen.beginPath();
  pen.arc(step / 2, step / 2, 1.2 * ratio, 0, 2 * Math.PI);
  pen.fill();
  return pen.createPattern(made, "repeat") ?? colour("amb-s");
}
