const { prototype } = RegExp;
const OURS = Object.getOwnPropertyDescriptor(prototype, 'exec') as PropertyDescriptor;

/**
 * Calls a function that searches texts, with `exec` as it was at the start. An application may have replaced it: `replace` and `matchAll` never
 * end if it always finds something, and no secret is found if it finds nothing.
 *
 * @throws if it cannot be put back
 */
export function withOwnExec<First, Second, Result>(
  search: (first: First, second: Second) => Result,
  first: First,
  second: Second,
): Result {
  // Without a list of the property's attributes: this is asked for each string of a request.
  if (prototype.exec === OURS.value) return search(first, second);
  const theirs = Object.getOwnPropertyDescriptor(prototype, 'exec');
  Object.defineProperty(prototype, 'exec', OURS);
  try {
    return search(first, second);
  } finally {
    if (theirs) Object.defineProperty(prototype, 'exec', theirs);
    else Reflect.deleteProperty(prototype, 'exec');
  }
}
