/** The words of the page's language, put there by the server. */
type Facts = Record<string, string | number>;

let found: Record<string, string> | undefined;

function all(): Record<string, string> {
  if (!found) {
    const text = document.getElementById("words")?.textContent;
    found = text ? (JSON.parse(text) as Record<string, string>) : {};
  }
  return found;
}

export function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in facts ? String(facts[name]) : whole,
  );
}

export function say(name: string, facts: Facts = {}): string {
  return fill(all()[name] ?? name, facts);
}
