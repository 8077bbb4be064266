/** Attributes are cleaned for each span and record. */
export const ATTRIBUTES = [
  {
    // Every attribute's value is checked with a new weak set, which only
    // objects need: twenty sets per request.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until: 'upstream creates the set for an object alone',
    upstream: 'isAnyValueInternal(val, /* @__PURE__ */ new WeakSet())',
    ours: "isAnyValueInternal(val, typeof val === 'object' ? new Set() : undefined)",
  },
  {
    // An array for all of them, and one for each, which is destructured at once.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until:
      '`cleanAttributes` uses `for…in`, as https://github.com/open-telemetry/opentelemetry-js/pull/5866 did for the function before it',
    upstream: 'for (const [key, val] of Object.entries(inAttributes)) {',
    ours: `for (const key in inAttributes) {
      if (!Object.hasOwn(inAttributes, key)) continue;
      const val = inAttributes[key];`,
  },
  {
    // Copied one by one, each into an object that grows.
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until: 'upstream copies attributes that need no change at once',
    upstream: /if \(typeof inAttributes !== ['"]object['"] \|\| inAttributes == null\) return \{\};/,
    ours: whole => `${whole}
      if (needNoChange(inAttributes, limits)) return { attributes: { ...inAttributes }, droppedAttributesCount: 0 };`,
  },
  {
    file: /@opentelemetry[\\/]core[\\/]dist[\\/]common[\\/]attributes\.mjs$/,
    until: 'the row above goes',
    upstream: 'function cleanAttributesInternal(',
    ours: `export function needsNoChange(value, { attributeValueLengthLimit }) {
      return typeof value === 'string'
        ? value.length <= attributeValueLengthLimit
        : typeof value === 'number' || typeof value === 'boolean';
    }
    export function needNoChange(attributes, limits) {
      let count = 0;
      for (const key in attributes)
        if (!key || !needsNoChange(attributes[key], limits) || ++count > limits.attributeCountLimit) return false;
      return true;
    }
    function cleanAttributesInternal(`,
  },
];
