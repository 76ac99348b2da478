/** The bar under a table: how many rows are ticked; batch buttons wait for the first tick. */
import { each, fresh } from "./dom";
import { fill } from "./words";

export function start(root: ParentNode): void {
  each<HTMLFormElement>(root, "form[data-batch]", (form) => {
    if (fresh(form, "batch")) watch(form);
  });
}

function watch(form: HTMLFormElement): void {
  const ticks = () => Array.from(form.querySelectorAll<HTMLInputElement>("input[name='row']"));
  const whole = form.querySelector<HTMLInputElement>("[data-pick-all]");
  const shown = form.querySelector<HTMLElement>("[data-picked]");
  const count = () => {
    const all = ticks();
    const on = all.filter((tick) => tick.checked);
    all.forEach((tick) => tick.closest("tr")?.classList.toggle("picked", tick.checked));
    if (whole) {
      whole.checked = on.length > 0 && on.length === all.length;
      whole.indeterminate = on.length > 0 && on.length < all.length;
    }
    if (shown) shown.textContent = fill(shown.dataset["text"] ?? "{n}", { n: on.length });
  };
  whole?.addEventListener("change", () => {
    ticks().forEach((tick) => (tick.checked = whole.checked));
  });
  form.addEventListener("change", count);
  count();
}
