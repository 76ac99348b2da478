/** Before an act that binds others: say what, with what effect, who is told; the button is the verb. */
import { button, each, fresh, make } from "./dom";
import { open } from "./over";
import { say } from "./words";

export function start(root: ParentNode): void {
  each<HTMLFormElement>(root, "form[data-ask]", (form) => {
    if (!fresh(form, "ask")) return;
    form.addEventListener("submit", (event) => {
      if (form.dataset["answered"] === "yes") return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, event.submitter);
    });
  });
}

function ask(form: HTMLFormElement, by: HTMLElement | null): void {
  const title = form.dataset["ask"] ?? "";
  const veil = make("div", "veil");
  const box = make("div", "ask");
  box.append(make("h2", "ask-title", title));
  for (const text of [form.dataset["askEffect"], form.dataset["askTold"]]) {
    if (text) box.append(make("p", "ask-text", text));
  }
  const foot = make("div", "ask-foot");
  const layer: { close: () => void } = { close: () => undefined };
  const stay = button("btn", say("cancel"), () => layer.close());
  stay.dataset["first"] = "";
  const go = button("btn btn-primary", form.dataset["askVerb"] ?? title, () => {
    form.dataset["answered"] = "yes";
    layer.close();
    send(form, by);
  });
  foot.append(stay, go);
  box.append(foot);
  veil.append(box);
  layer.close = open(veil, title).close;
}

/** As if the same button had been pressed: Safari 14 knows no requestSubmit. */
function send(form: HTMLFormElement, by: HTMLElement | null): void {
  if (by) by.click();
  else form.submit();
}
