import { signal } from '@preact/signals';

const query = matchMedia('(max-width: 720px)');

/** Whether the page is as narrow as a phone. List entries then take two lines. */
export const narrow = signal(query.matches);

query.addEventListener('change', ({ matches }) => {
  narrow.value = matches;
});
