const ANSI = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36 } as const;

/** Gives a string a colour or weight, or leaves it unchanged. */
export type Paint = (style: keyof typeof ANSI, text: string) => string;

/**
 * Whether to write in colour: `FORCE_COLOR` decides first (anything but `0` and `false`), then `NO_COLOR`
 * (https://no-color.org), then a terminal that calls itself dumb, and finally whether there is a terminal.
 */
export function wantsColour(env: NodeJS.ProcessEnv, terminal: boolean): boolean {
  if (env.FORCE_COLOR !== undefined) return !/^(0|false)$/.test(env.FORCE_COLOR);
  if (env.NO_COLOR || env.TERM === 'dumb') return false;
  return terminal;
}

/** Paints with ANSI escapes if colour is on. */
export function painter(on: boolean): Paint {
  return (style, text) => (on ? `\u001B[${ANSI[style]}m${text}\u001B[0m` : text);
}
