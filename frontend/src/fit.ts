const LONG_EDGE = 2000;

/** The size to draw at: never larger, the long edge at most 2000 px, whole pixels. */
export function fit(width: number, height: number, edge = LONG_EDGE): [number, number] {
  const scale = Math.min(1, edge / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}
