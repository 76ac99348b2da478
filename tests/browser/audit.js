// What is wrong with the page as it is drawn: each list is empty on a good page.
() => {
  const seen = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const box = node.parentElement;
    if (!node.data.trim() || /^(SCRIPT|STYLE|NOSCRIPT|OPTION|TEXTAREA|TITLE)$/.test(box.tagName)) continue;
    if (!box.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const rect = range.getBoundingClientRect();
    if (rect.width <= 1 || rect.height <= 1) continue;
    seen.push({ node, box, rect });
  }
  const named = (box, text) => {
    const words = (text ?? box.textContent).trim().replace(/\s+/g, " ").slice(0, 40);
    return `${box.tagName.toLowerCase()}.${[...box.classList].join(".")} “${words}”`;
  };
  const hidden = (box) => getComputedStyle(box).clip === "rect(0px, 0px, 0px, 0px)";
  const inside = (box, test) => {
    for (let at = box; at; at = at.parentElement) if (test(at)) return at;
    return null;
  };

  const parsed = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return { r, g, b, a };
  };
  const over = (top, under) => ({
    r: top.r * top.a + under.r * (1 - top.a),
    g: top.g * top.a + under.g * (1 - top.a),
    b: top.b * top.a + under.b * (1 - top.a),
    a: 1,
  });
  const behind = (box) => {
    const layers = [];
    for (let at = box; at; at = at.parentElement) {
      const colour = parsed(getComputedStyle(at).backgroundColor);
      if (colour.a > 0) layers.push(colour);
      if (colour.a === 1) break;
    }
    return layers.reverse().reduce((under, top) => over(top, under), { r: 255, g: 255, b: 255, a: 1 });
  };
  const light = ({ r, g, b }) => {
    const linear = [r, g, b].map((one) => {
      const part = one / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const contrast = (box) => {
    const under = behind(box);
    const [high, low] = [light(under), light(over(parsed(getComputedStyle(box).color), under))].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };

  const cut = ({ node, box, rect }) => {
    const holder = inside(box, (at) => {
      const style = getComputedStyle(at);
      if (style.overflowX === "visible" && style.overflowY === "visible") return false;
      const frame = at.getBoundingClientRect();
      const wide = rect.right > frame.right + 1 && style.overflowX !== "auto" && style.overflowX !== "scroll";
      const high = rect.bottom > frame.bottom + 2 && style.overflowY !== "auto" && style.overflowY !== "scroll";
      return wide || high;
    });
    if (!holder || inside(box, hidden)) return false;
    return !inside(box, (at) => at.title || at.getAttribute("aria-label")) && Boolean(node.data.trim());
  };
  const wide = document.documentElement.scrollWidth;
  const frames = [...document.querySelectorAll(".panel, .panel-body, table, ul, ol, dl, section, canvas, iframe")];
  const empty = (box) =>
    box.checkVisibility() &&
    box.getBoundingClientRect().height > 8 &&
    !box.textContent.trim() &&
    !box.querySelector("img, svg, canvas, input, select, textarea, button") &&
    !["CANVAS", "IFRAME"].includes(box.tagName);
  const broken = (image) => image.checkVisibility() && !(image.complete && image.naturalWidth > 0);

  // Where the heads of a table are hidden, each cell says the name of its column itself.
  const headless = (cell) => {
    const head = cell.closest("table").tHead;
    return head && head.getBoundingClientRect().height <= 1;
  };
  const unnamed = (cell) => {
    if (!cell.checkVisibility() || !headless(cell) || cell.closest(".rows-cases")) return false;
    const name = cell.closest("table").tHead.rows[0].cells[cell.cellIndex]?.textContent.trim();
    const said = getComputedStyle(cell, "::before").content;
    return Boolean(name) && !cell.classList.contains("leads") && !said.includes(name);
  };
  // A thumb needs 44 px; a field inside a table under correction is the exception.
  const thin = (box) =>
    innerWidth < 720 &&
    box.checkVisibility() &&
    !inside(box, hidden) &&
    !box.closest(".import-rows") &&
    box.getBoundingClientRect().height < 43;

  return {
    unnamed: [...document.querySelectorAll("td")].filter(unnamed).map((cell) => named(cell)),
    thin: [...document.querySelectorAll(".btn, .form-control, .form-select, .drop-link")].filter(thin).map((box) => named(box)),
    overflow: wide > innerWidth ? [`${wide} > ${innerWidth}`, ...seen.filter(({ rect }) => rect.right > innerWidth + 1).slice(0, 5).map(({ box }) => named(box))] : [],
    clipped: seen.filter(cut).map(({ node, box }) => named(box, node.data)),
    empty: frames.filter(empty).map((box) => named(box)),
    faint: seen
      .filter(({ box }) => !inside(box, hidden) && contrast(box) < 4.5)
      .map(({ node, box }) => `${named(box, node.data)} ${contrast(box).toFixed(2)}`),
    broken: [...document.images].filter(broken).map((image) => image.src),
  };
}
