/** OpenLayers calls Object.hasOwn, which Chromium 86 and Safari 14 lack. */
if (!("hasOwn" in Object)) {
  Object.defineProperty(Object, "hasOwn", {
    value: (of: object, name: PropertyKey) => Object.prototype.hasOwnProperty.call(of, name),
  });
}

export {};
