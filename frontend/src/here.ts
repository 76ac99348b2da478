/** “Around my position”: asks the browser where it is, then sends the form. Without it the form
 * stays hidden and a street is chosen instead. */
import { each, fresh } from "./dom";

export function start(root: ParentNode): void {
  if (!("geolocation" in navigator) || !window.isSecureContext) return;
  each<HTMLFormElement>(root, "form[data-here]", (form) => {
    if (!fresh(form, "here")) return;
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      if (form.dataset["found"] === "yes") return;
      event.preventDefault();
      locate(form);
    });
  });
}

function locate(form: HTMLFormElement): void {
  const lost = form.querySelector<HTMLElement>("[data-here-lost]");
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      write(form, "lon", coords.longitude);
      write(form, "lat", coords.latitude);
      form.dataset["found"] = "yes";
      form.submit();
    },
    () => {
      if (lost) lost.hidden = false;
    },
    { maximumAge: 60_000, timeout: 10_000 },
  );
}

function write(form: HTMLFormElement, name: string, degrees: number): void {
  const field = form.querySelector<HTMLInputElement>(`input[name="${name}"]`);
  if (field) field.value = degrees.toFixed(6);
}
