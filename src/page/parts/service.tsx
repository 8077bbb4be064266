import { serviceNames } from '../data/state.ts';

const COLOURS = 8;

/** The class for a service's colour, the same in all places. */
export function colourOf(service: string): string {
  const index = serviceNames.value.indexOf(service);
  return `s${(index === -1 ? serviceNames.value.length : index) % COLOURS}`;
}

/** A service's colour and name. */
export function Service({ name }: { readonly name: string }) {
  return (
    <span class={`service ${colourOf(name)}`}>
      <i />
      <span class="cut">{name || 'without a name'}</span>
    </span>
  );
}
