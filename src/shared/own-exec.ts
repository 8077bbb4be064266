const { prototype } = RegExp;
const OURS = Object.getOwnPropertyDescriptor(prototype, 'exec') as PropertyDescriptor;

/**
 * Searches texts with `exec` as it was at the start. An application may have replaced it: `replace` and `matchAll` never
 * end if it always finds something, and no secret is found if it finds nothing.
 *
 * @throws if it cannot be put back
 */
export function withOwnExec<Result>(search: () => Result): Result {
  const theirs = Object.getOwnPropertyDescriptor(prototype, 'exec');
  if (theirs?.value === OURS.value) return search();
  Object.defineProperty(prototype, 'exec', OURS);
  try {
    return search();
  } finally {
    if (theirs) Object.defineProperty(prototype, 'exec', theirs);
    else Reflect.deleteProperty(prototype, 'exec');
  }
}
