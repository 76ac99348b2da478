/**
 * Curves. In the page:
 *   <figure data-chart> <div class="chart-canvas"></div>
 *     <script type="application/json">…what charts/curve.ts reads…</script> … </figure>
 * The table behind “see the numbers” says the same; without this file only the picture is lost.
 */
import { LineChart, ScatterChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

import { each, fresh } from "./dom";
import { curveOption, type CurveFacts } from "./charts/curve";
import { colour } from "./map/marks";

use([
  LabelLayout,
  LineChart,
  ScatterChart,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  SVGRenderer,
]);

const NARROW = 560;
/** What a sheet of A4 leaves between its margins, in pixels of the screen. */
const PAPER = 660;

function read(figure: HTMLElement): CurveFacts {
  const text = figure.querySelector('script[type="application/json"]')?.textContent;
  return JSON.parse(text ?? "null") as CurveFacts;
}

function draw(figure: HTMLElement): void {
  const target = figure.querySelector<HTMLElement>(".chart-canvas");
  if (!target) return;
  const facts = read(figure);
  const chart = init(target, null, { renderer: "svg" });
  let narrow: boolean | undefined;
  const fit = (width: number) => {
    if (width <= 0) return;
    chart.resize({ width });
    if (narrow === width < NARROW) return;
    narrow = width < NARROW;
    chart.setOption(curveOption(facts, colour, narrow), true);
  };
  fit(target.clientWidth);
  new ResizeObserver(() => fit(target.clientWidth)).observe(target);
  window.addEventListener("beforeprint", () => fit(PAPER));
  window.addEventListener("afterprint", () => fit(target.clientWidth));
  figure.classList.add("chart-drawn");
}

function start(root: ParentNode): void {
  each<HTMLElement>(root, "[data-chart]", (figure) => {
    if (!fresh(figure, "chart")) return;
    try {
      draw(figure);
    } catch (error) {
      figure.classList.add("chart-failed");
      console.error(error);
    }
  });
}

start(document);
document.body.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) start(event.target);
});
