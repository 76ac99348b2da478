/** The behaviours every page may use. Without them every form still works. */
import * as asks from "./asks";
import * as drafts from "./drafts";
import * as drops from "./drops";
import * as here from "./here";
import * as keys from "./keys";
import * as photos from "./photos";
import * as pickers from "./pickers";
import * as picks from "./picks";
import * as shots from "./shots";
import * as toasts from "./toasts";

function start(root: ParentNode): void {
  for (const one of [asks, drafts, drops, here, photos, pickers, picks, shots, toasts])
    one.start(root);
}

start(document);
keys.listen();
drops.listen();
drops.listenForLoss();
toasts.listen();
document.body.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) start(event.target);
});
